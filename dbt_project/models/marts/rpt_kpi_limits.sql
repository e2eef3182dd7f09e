-- Natural limits of each KPI's periods: mean and 2.66 mean moving ranges (XmR) of the newest mature ones.
with points as (

    select
        kpi_id,
        period_grain,
        period_start,
        value,
        unit,
        abs(value - lag(value) over (partition by kpi_id, period_grain order by period_start)) as moving_range,
        row_number() over (partition by kpi_id, period_grain order by period_start desc) as from_last
    from {{ ref('rpt_kpis') }}
    where slice_dimension is null and period_grain in ('week', 'month') and is_mature and value is not null

),

spreads as (

    select
        kpi_id,
        period_grain,
        unit,
        count(*) as point_count,
        cast(avg(value) as double) as center_value,
        2.66 * cast(avg(moving_range) as double) as spread
    from points
    where from_last <= case period_grain when 'week' then 52 else 24 end
    group by kpi_id, period_grain, unit
    having count(*) >= 8

)

select
    kpi_id,
    period_grain,
    cast(point_count as bigint) as point_count,
    round(center_value, 6) as center_value,
    round(greatest(center_value - spread, 0), 6) as low_value,
    round(case unit when 'share' then least(center_value + spread, 1) else center_value + spread end, 6) as high_value
from spreads
