-- R21: a month's denial rate as seen and as its lag triangle completes it; young months are masked.
with triangle as (

    select
        *,
        row_number() over (partition by payer_id, measure, submitted_month order by age_months desc) as from_last,
        max(case when is_observed then observed_count end) over (
            partition by payer_id, measure, submitted_month
        ) as seen_count
    from {{ ref('rpt_lag_triangles') }}

),

finals as (

    select * from triangle
    where from_last = 1

)

select
    denied.payer_id,
    denied.submitted_count,
    answered.seen_count as answered_count,
    denied.seen_count as denied_count,
    {{ share('answered.seen_count', 'answered.completed_count') }} as completeness_rate,
    {{ share('denied.seen_count', 'denied.submitted_count') }} as observed_rate,
    {{ share('denied.completed_count', 'denied.submitted_count') }} as completed_rate,
    {{ share('denied.completed_count_low', 'denied.submitted_count') }} as completed_rate_low,
    {{ share('denied.completed_count_high', 'denied.submitted_count') }} as completed_rate_high,
    coalesce({{ share('answered.seen_count', 'answered.completed_count') }} >= 0.95, false) as is_mature,
    denied.submitted_month
from finals as denied
inner join finals as answered
    on
        denied.payer_id = answered.payer_id
        and denied.submitted_month = answered.submitted_month
        and answered.measure = 'answered'
where denied.measure = 'denied'
