-- R21: what was seen by each age, and from the last age seen on, what the chain ladder completes it to.
-- The interval is 95 %, lognormal, from Mack's standard error.
with cells as (

    select
        *,
        max(case when is_observed then age_months end) over (
            partition by payer_id, measure, submitted_month
        ) as last_age,
        max(case when is_observed then cumulative_count end) over (
            partition by payer_id, measure, submitted_month
        ) as last_count
    from {{ ref('int_lag_cells') }}

),

steps as (

    select
        cells.*,
        case when cells.age_months > cells.last_age then coalesce(factors.factor, 1) else 1 end as factor,
        factors.cumulative_sum,
        factors.factor_variance
    from cells
    left join {{ ref('int_lag_factors') }} as factors
        on
            cells.payer_id = factors.payer_id
            and cells.measure = factors.measure
            and cells.age_months - 1 = factors.age_months
    where cells.last_age is not null

),

projected as (

    select
        *,
        -- Nothing seen yet cannot be completed by a factor: such a cell stays empty.
        nullif(last_count, 0) * exp(sum(ln(greatest(factor, 1e-9))) over ladder) as projected_count
    from steps
    window ladder as (partition by payer_id, measure, submitted_month order by age_months)

),

weighed as (

    select
        *,
        case
            when age_months > last_age and factor_variance > 0
                then factor_variance / power(factor, 2) * (
                    1 / nullif(lag(projected_count) over ladder, 0) + 1.0 / nullif(cumulative_sum, 0)
                )
            else 0
        end as step_variance
    from projected
    window ladder as (partition by payer_id, measure, submitted_month order by age_months)

),

spread as (

    select
        *,
        sqrt(ln(1 + sum(coalesce(step_variance, 0)) over ladder)) as log_error
    from weighed
    window ladder as (partition by payer_id, measure, submitted_month order by age_months)

)

select
    payer_id,
    measure,
    age_months,
    cast(submitted_count as bigint) as submitted_count,
    cast(case when is_observed then cumulative_count end as bigint) as observed_count,
    cast(round(case when is_observed then cumulative_count else projected_count end, 4) as double) as completed_count,
    cast(
        round(
            case when is_observed then cumulative_count else projected_count * exp(-1.96 * log_error) end, 4
        ) as double
    ) as completed_count_low,
    cast(
        round(
            case
                when is_observed then cumulative_count
                when projected_count is not null
                    then least(projected_count * exp(1.96 * log_error), submitted_count)
            end, 4
        ) as double
    ) as completed_count_high,
    is_observed,
    submitted_month
from spread
