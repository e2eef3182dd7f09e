-- noqa: disable=LT02
-- Every KPI summed over every period and slice: sums over sums, never an average of ratios.
with rows as (

    select * from {{ ref('int_kpi_rows') }}

),

periods as (

    select
        rows.*,
        grains.period_grain,
        {{ period_start('grains.period_grain', 'rows.period_date') }} as period_start
    from rows
    cross join (values ('all'), ('month'), ('week'), ('day')) as grains (period_grain)

),

slices as (

    select *, cast(null as varchar) as slice_dimension, cast(null as varchar) as slice_value from periods
    {%- for dimension, column in {
        'payer': 'payer_id',
        'service_line': 'service_line',
        'denial_category': 'denial_category',
        'provider': 'provider_id'
    }.items() %}
    union all
    select *, '{{ dimension }}', coalesce({{ column }}, 'none') from periods
    where period_grain in ('all', 'month')
    {%- endfor %}

),

summed as (

    select
        kpi_id,
        period_grain,
        period_start,
        slice_dimension,
        slice_value,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        avg(cast(is_answer_due as integer)) >= 0.95 as is_mature
    from slices
    group by kpi_id, period_grain, period_start, slice_dimension, slice_value

),

concentration as (

    select
        kpi.kpi_id,
        cells.period_grain,
        cells.period_start,
        cells.slice_dimension,
        cells.slice_value,
        case kpi.kpi_id
            when 'K23' then sum(cells.denied_amount) filter (where cells.is_top_five)
            else sum(cells.denied_amount * cells.denied_amount)
        end as numerator,
        case kpi.kpi_id
            when 'K23' then sum(cells.denied_amount)
            else sum(cells.denied_amount) * sum(cells.denied_amount)
        end as denominator,
        true as is_mature
    from {{ ref('int_concentration_cells') }} as cells
    cross join (values ('K23'), ('K23-HHI')) as kpi (kpi_id)
    group by kpi.kpi_id, cells.period_grain, cells.period_start, cells.slice_dimension, cells.slice_value

)

select * from summed
union all
select * from concentration
