-- Each denial's time from first denial to payment, or to the end of the data where it is still open (censored).
with through as (

    select max(data_through) as data_through_date from {{ ref('int_answer_lags') }}

)

select
    denials.denial_id,
    denials.claim_id,
    denials.payer_id,
    denials.category as denial_category,
    denials.denied_amount,
    greatest(
        date_diff(
            'day', denials.first_denied_date,
            case when denials.recovered_amount > 0 then denials.last_paid_date else through.data_through_date end
        ), 0
    ) as age_days,
    denials.recovered_amount > 0 as is_resolved,
    cast(date_trunc('month', denials.first_denied_date) as date) as denied_month
from {{ ref('fct_denials') }} as denials
cross join through
