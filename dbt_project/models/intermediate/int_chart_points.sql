-- Weekly denial rates of claims whose week is mature: of everyone, of each payer, and of each payer and reason.
with claims as (

    select
        claims.claim_id,
        claims.payer_id,
        claims.denial_category,
        claims.is_denied,
        claims.is_answer_due,
        cast(date_trunc('week', claims.submitted_date) as date) as week_start
    from {{ ref('fct_claims') }} as claims
    where not claims.is_process_waste and not claims.is_voided and claims.is_submission_seen

),

through as (

    select max(data_through) as data_through_date from {{ ref('int_answer_lags') }}

),

weeks as (

    select
        coalesce(claims.payer_id, 'all') as payer_id,
        claims.week_start,
        count(*) as claim_count,
        count(*) filter (where claims.is_denied) as denied_count
    from claims
    cross join through
    where claims.week_start + 6 <= through.data_through_date
    group by grouping sets ((claims.week_start), (claims.payer_id, claims.week_start))
    having count(*) filter (where claims.is_answer_due) >= 0.95 * count(*)

),

reasons as (

    select
        payer_id,
        denial_category,
        week_start,
        count(*) as denied_count
    from claims
    where is_denied
    group by payer_id, denial_category, week_start

),

charted as (

    select distinct
        payer_id,
        denial_category
    from reasons

)

select
    payer_id,
    'All' as denial_category,
    claim_count,
    denied_count,
    week_start
from weeks

union all

select
    weeks.payer_id,
    charted.denial_category,
    weeks.claim_count,
    coalesce(reasons.denied_count, 0) as denied_count,
    weeks.week_start
from weeks
inner join charted on weeks.payer_id = charted.payer_id
left join reasons
    on
        weeks.payer_id = reasons.payer_id
        and charted.denial_category = reasons.denial_category
        and weeks.week_start = reasons.week_start
