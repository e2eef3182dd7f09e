with definitions as (

    select * from {{ ref('kpi_definitions') }}
    where status = 'current'

),

sums as (

    select * from {{ ref('int_kpi_sums') }}

),

silent as (

    -- A KPI that counts nothing yet still has its row, and says so by an empty value.
    select
        kpi_id,
        definition_version,
        form
    from definitions
    where kpi_id not in (select sums.kpi_id from sums where sums.period_grain = 'all' and sums.slice_dimension is null)

),

figures as (

    select * from sums

    union all

    select
        kpi_id,
        definition_version,
        'all' as period_grain,
        null as period_start,
        null as slice_dimension,
        null as slice_value,
        0 as numerator,
        case when form not in ('sum', 'quantile') then 0 end as denominator,
        false as is_mature
    from silent

)

select
    figures.kpi_id,
    definitions.name,
    figures.period_grain,
    figures.slice_dimension,
    figures.slice_value,
    definitions.unit,
    definitions.definition_version,
    cast(figures.numerator as decimal(38, 4)) as numerator,
    cast(figures.denominator as decimal(38, 4)) as denominator,
    cast(
        case
            when definitions.form = 'sum' then figures.numerator
            when definitions.form = 'quantile' and silent.kpi_id is null then figures.numerator
            when figures.denominator <> 0 then cast(figures.numerator as double) / cast(figures.denominator as double)
        end as decimal(38, 6)
    ) as value,
    cast(definitions.target as decimal(38, 6)) as target,
    figures.is_mature,
    figures.period_start,
    {{ period_end('figures.period_grain', 'figures.period_start') }} as period_end
from figures
inner join definitions
    on figures.kpi_id = definitions.kpi_id and figures.definition_version = definitions.definition_version
left join silent on figures.kpi_id = silent.kpi_id and figures.period_grain = 'all'
