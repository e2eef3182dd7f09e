-- What the daily rollup says now: each KPI over its whole history and by month, up to the last day of the data.
with raw_state as (

    select
        {{ build_id() }} as build_id,
        greatest(
            (select max(submitted_date) from {{ ref('fct_claims') }}),
            (select max(remitted_date) from {{ ref('fct_remittances') }})
        ) as rollup_date,
        {{ build_time() }} as frozen_at,
        cast(max(batch_id) as bigint) as last_batch_id,
        (select count(*) from {{ ref('stg_x12__quarantined_claims') }}) as quarantined_claim_count
    from {{ ref('stg_x12__files') }}

),

figures as (

    select * from {{ ref('rpt_kpis') }}
    where
        period_grain in ('all', 'month')
        and (slice_dimension is null or slice_dimension = 'payer')

),

placed as (

    select
        figures.*,
        raw_state.*,
        least(coalesce(figures.period_end, raw_state.rollup_date), raw_state.rollup_date) as figure_end
    from figures
    cross join raw_state
    where figures.period_start is null or figures.period_start <= raw_state.rollup_date

)

select
    concat_ws(
        '|', kpi_id, period_grain, coalesce(cast(period_start as varchar), ''), cast(figure_end as varchar),
        coalesce(slice_dimension, ''), coalesce(slice_value, '')
    ) as figure_id,
    kpi_id,
    name,
    period_grain,
    slice_dimension,
    slice_value,
    unit,
    build_id,
    definition_version,
    last_batch_id,
    quarantined_claim_count,
    numerator,
    denominator,
    value,
    is_mature,
    rollup_date,
    period_start,
    figure_end as period_end,
    frozen_at
from placed
