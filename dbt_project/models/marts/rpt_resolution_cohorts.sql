-- Each month's denials: what became of them, open ones kept apart, and their own Kaplan-Meier median.
with spread as (

    select
        lifetimes.*,
        case when cohorts.is_whole then 'all' else lifetimes.payer_id end as cohort_payer_id
    from {{ ref('int_denial_lifetimes') }} as lifetimes
    cross join (values (true), (false)) as cohorts (is_whole)

),

days as (

    select
        cohort_payer_id,
        denied_month,
        age_days,
        count(*) as leaving_count,
        count(*) filter (where is_resolved) as resolved_count
    from spread
    group by cohort_payer_id, denied_month, age_days

),

exposed as (

    select
        *,
        sum(leaving_count) over (
            partition by cohort_payer_id, denied_month
            order by age_days rows between current row and unbounded following
        ) as at_risk_count
    from days

),

survived as (

    select
        *,
        exp(
            sum(ln(greatest(1 - cast(resolved_count as double) / at_risk_count, 1e-12))) over (
                partition by cohort_payer_id, denied_month order by age_days
            )
        ) as open_share
    from exposed

),

medians as (

    select
        cohort_payer_id,
        denied_month,
        min(age_days) filter (where open_share <= 0.5 + 1e-9) as median_days
    from survived
    group by cohort_payer_id, denied_month

)

select
    spread.cohort_payer_id as payer_id,
    cast(count(*) as bigint) as denial_count,
    cast(count(*) filter (where spread.is_resolved) as bigint) as resolved_count,
    cast(count(*) filter (where not spread.is_resolved) as bigint) as open_count,
    cast(median(spread.age_days) filter (where spread.is_resolved) as double) as median_days_of_resolved,
    cast(avg(spread.age_days) filter (where spread.is_resolved) as double) as mean_days_of_resolved,
    cast(quantile_cont(spread.age_days, 0.9) filter (where spread.is_resolved) as double) as p90_days_of_resolved,
    cast(max(medians.median_days) as integer) as kaplan_meier_median_days,
    cast(sum(spread.denied_amount) as decimal(18, 2)) as denied_amount,
    cast(coalesce(sum(spread.denied_amount) filter (where not spread.is_resolved), 0) as decimal(18, 2)) as open_amount,
    spread.denied_month
from spread
inner join medians
    on spread.cohort_payer_id = medians.cohort_payer_id and spread.denied_month = medians.denied_month
group by spread.cohort_payer_id, spread.denied_month
