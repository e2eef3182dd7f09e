-- Every split of an additive KPI adds up to its whole, to the cent.
with slices as (

    select
        kpi_id,
        period_grain,
        period_start,
        slice_dimension,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from {{ ref('rpt_kpis') }}
    where
        slice_dimension is not null
        and kpi_id in (
            select definitions.kpi_id from {{ ref('kpi_definitions') }} as definitions
            where definitions.form in ('ratio', 'sum')
        )
    group by kpi_id, period_grain, period_start, slice_dimension

)

select slices.*
from slices
inner join {{ ref('rpt_kpis') }} as wholes
    on
        slices.kpi_id = wholes.kpi_id
        and slices.period_grain = wholes.period_grain
        and slices.period_start is not distinct from wholes.period_start
        and wholes.slice_dimension is null
where
    slices.numerator <> wholes.numerator
    or coalesce(slices.denominator, 0) <> coalesce(wholes.denominator, 0)
