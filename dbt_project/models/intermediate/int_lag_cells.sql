-- R21: claims of a payer's submission month that were answered, and that were denied, by each age in whole months.
-- A cell is observed once its whole month lies within the data.
{%- set most_ages = 12 %}
with claims as (

    select
        claim_id,
        payer_id,
        is_denied,
        cast(date_trunc('month', submitted_date) as date) as submitted_month,
        date_diff('month', submitted_date, first_answered_date) as answered_age
    from {{ ref('fct_claims') }}
    where not is_process_waste and not is_voided

),

through as (

    select cast(date_trunc('month', max(data_through) + 1) as date) as first_unseen_month
    from {{ ref('int_answer_lags') }}

),

months as (

    select
        coalesce(payer_id, 'all') as payer_id,
        submitted_month,
        count(*) as submitted_count
    from claims
    group by grouping sets ((submitted_month), (payer_id, submitted_month))

),

measured as (

    select
        claims.payer_id,
        claims.submitted_month,
        measures.measure,
        least(claims.answered_age, {{ most_ages }}) as answered_age
    from claims
    cross join (values ('answered'), ('denied')) as measures (measure)
    where claims.answered_age >= 0 and (measures.measure = 'answered' or claims.is_denied)

),

counted as (

    select
        coalesce(payer_id, 'all') as payer_id,
        submitted_month,
        measure,
        answered_age,
        count(*) as new_count
    from measured
    group by submitted_month, measure, answered_age, grouping sets ((), (payer_id))

)

select
    months.payer_id,
    measures.measure,
    cast(ages.age as integer) as age_months,
    months.submitted_count,
    sum(coalesce(counted.new_count, 0)) over (
        partition by months.payer_id, measures.measure, months.submitted_month order by ages.age
    ) as cumulative_count,
    months.submitted_month + to_months(ages.age) < through.first_unseen_month as is_observed,
    months.submitted_month
from months
cross join (values ('answered'), ('denied')) as measures (measure)
cross join generate_series(0, {{ most_ages }}) as ages (age)
cross join through
left join counted
    on
        months.payer_id = counted.payer_id
        and months.submitted_month = counted.submitted_month
        and measures.measure = counted.measure
        and ages.age = counted.answered_age
