-- K23: the share of the five largest payer x reason cells, and the sum of squared shares.
select
    kpi.kpi_id,
    1 as definition_version,
    cells.period_grain,
    cells.period_start,
    cells.slice_dimension,
    cells.slice_value,
    cast(
        case kpi.kpi_id
            when 'K23' then sum(cells.denied_amount) filter (where cells.is_top_five)
            else sum(cells.denied_amount * cells.denied_amount)
        end as decimal(38, 4)
    ) as numerator,
    cast(
        case kpi.kpi_id
            when 'K23' then sum(cells.denied_amount)
            else sum(cells.denied_amount) * sum(cells.denied_amount)
        end as decimal(38, 4)
    ) as denominator,
    true as is_mature
from {{ ref('int_concentration_cells') }} as cells
cross join (values ('K23'), ('K23-HHI')) as kpi (kpi_id)
group by kpi.kpi_id, cells.period_grain, cells.period_start, cells.slice_dimension, cells.slice_value
