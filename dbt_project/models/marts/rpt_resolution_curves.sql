-- Kaplan-Meier: the share still open after each day; denials that are open now leave the risk set unresolved.
with lifetimes as (

    select * from {{ ref('int_denial_lifetimes') }}

),

days as (

    select
        coalesce(payer_id, 'all') as payer_id,
        age_days,
        count(*) as leaving_count,
        count(*) filter (where is_resolved) as resolved_count
    from lifetimes
    group by grouping sets ((age_days), (payer_id, age_days))

),

exposed as (

    select
        *,
        sum(leaving_count) over (
            partition by payer_id order by age_days rows between current row and unbounded following
        ) as at_risk_count
    from days

),

survived as (

    select
        *,
        exp(
            sum(ln(greatest(1 - cast(resolved_count as double) / at_risk_count, 1e-12))) over days_so_far
        ) as open_share,
        sum(
            cast(resolved_count as double) / nullif(at_risk_count * cast(at_risk_count - resolved_count as double), 0)
        ) over days_so_far as greenwood_sum
    from exposed
    window days_so_far as (partition by payer_id order by age_days)

)

select
    payer_id,
    cast(age_days as integer) as age_days,
    cast(at_risk_count as bigint) as at_risk_count,
    cast(resolved_count as bigint) as resolved_count,
    cast(leaving_count - resolved_count as bigint) as censored_count,
    round(open_share, 6) as open_share,
    round(greatest(open_share - 1.96 * open_share * sqrt(coalesce(greenwood_sum, 0)), 0), 6) as open_share_low,
    round(least(open_share + 1.96 * open_share * sqrt(coalesce(greenwood_sum, 0)), 1), 6) as open_share_high
from survived
