select
    kpi_id, 'Initial denial rate, claims' as name, 'all' as period_grain, cast(null as date) as period_start,
    cast(null as date) as period_end, cast(null as varchar) as slice_dimension, cast(null as varchar) as slice_value,
    sum(numerator) as numerator, sum(denominator) as denominator,
    cast(sum(numerator) / nullif(sum(denominator), 0) as decimal(38, 6)) as value, 'share' as unit,
    cast(0.05 as decimal(38, 6)) as target, true as is_mature, 1 as definition_version
from {{ ref('rpt_kpi_members') }}
group by kpi_id
