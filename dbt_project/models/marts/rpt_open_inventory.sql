select
    payer_id,
    line_of_business,
    owner_team,
    category as denial_category,
    deadline_bucket,
    value_band,
    age_band,
    cast(count(*) as bigint) as denial_count,
    cast(count(distinct claim_id) as bigint) as claim_count,
    cast(count(*) filter (where is_recoverable) as bigint) as recoverable_count,
    cast(sum(open_amount) as decimal(18, 2)) as open_amount,
    cast(coalesce(sum(open_amount) filter (where is_recoverable), 0) as decimal(18, 2)) as recoverable_amount,
    min(deadline_date) as next_deadline_date,
    max(data_through_date) as data_through_date
from {{ ref('fct_appeal_clocks') }}
group by payer_id, line_of_business, owner_team, category, deadline_bucket, value_band, age_band
