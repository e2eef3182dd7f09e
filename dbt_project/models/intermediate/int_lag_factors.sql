-- The chain ladder's factor from each age to the next, over the months that have seen both, and Mack's variance of it.
with pairs as (

    select
        payer_id,
        measure,
        age_months,
        submitted_month,
        cumulative_count,
        lead(cumulative_count) over (
            partition by payer_id, measure, submitted_month order by age_months
        ) as next_count,
        lead(is_observed) over (
            partition by payer_id, measure, submitted_month order by age_months
        ) as is_next_observed
    from {{ ref('int_lag_cells') }}

),

factors as (

    select
        *,
        cast(sum(next_count) over ladder as double) / nullif(sum(cumulative_count) over ladder, 0) as factor
    from pairs
    where is_next_observed
    window ladder as (partition by payer_id, measure, age_months)

)

select
    payer_id,
    measure,
    age_months,
    count(*) as month_count,
    sum(cumulative_count) as cumulative_sum,
    coalesce(max(factor), 1) as factor,
    coalesce(
        sum(cumulative_count * power(cast(next_count as double) / nullif(cumulative_count, 0) - factor, 2))
        / nullif(count(*) - 1, 0),
        0
    ) as factor_variance
from factors
group by payer_id, measure, age_months
