-- K3-4W: zero-paid primary remits over all primary remits of the four weeks that end with a week.
with weeks as (

    select * from {{ ref('int_kpi_sums_of_remittances') }}
    where kpi_id = 'K3' and period_grain = 'week'

),

first_week as (

    select min(period_start) as period_start from weeks

)

select
    'K3-4W' as kpi_id,
    1 as definition_version,
    'week' as period_grain,
    weeks.period_start,
    weeks.slice_dimension,
    weeks.slice_value,
    cast(sum(before.numerator) as decimal(38, 4)) as numerator,
    cast(sum(before.denominator) as decimal(38, 4)) as denominator,
    weeks.period_start >= max(first_week.period_start) + interval 21 day as is_mature
from weeks
cross join first_week
inner join weeks as before
    on
        weeks.slice_dimension is not distinct from before.slice_dimension
        and weeks.slice_value is not distinct from before.slice_value
        and weeks.period_start >= before.period_start
        and weeks.period_start - interval 21 day <= before.period_start
group by weeks.period_start, weeks.slice_dimension, weeks.slice_value
