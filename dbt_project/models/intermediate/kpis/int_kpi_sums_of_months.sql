-- K1-TASKFORCE: denials first heard of in a month over the mean of the three months of submissions before it.
with denied as (

    select * from {{ ref('int_kpi_sums_of_answers') }}
    where kpi_id = 'K1' and definition_version = 2 and period_grain = 'month'

),

submitted as (

    select * from {{ ref('int_kpi_sums_of_claims') }}
    where kpi_id = 'K1' and period_grain = 'month'

),

first_month as (

    select min(period_start) as period_start from submitted

)

select
    'K1-TASKFORCE' as kpi_id,
    1 as definition_version,
    'month' as period_grain,
    denied.period_start,
    denied.slice_dimension,
    denied.slice_value,
    max(denied.numerator) as numerator,
    cast(cast(coalesce(sum(submitted.denominator), 0) as decimal(38, 4)) / 3 as decimal(38, 4)) as denominator,
    denied.period_start >= max(first_month.period_start) + interval 3 month as is_mature
from denied
cross join first_month
left join submitted
    on
        denied.slice_dimension is not distinct from submitted.slice_dimension
        and denied.slice_value is not distinct from submitted.slice_value
        and denied.period_start > submitted.period_start
        and denied.period_start - interval 3 month <= submitted.period_start
group by denied.period_start, denied.slice_dimension, denied.slice_value
