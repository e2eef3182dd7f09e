-- Kept from build to build: a figure is written when it is first published, and again, as a revision, when it changes.
with changes as (

    select * from {{ ref('int_rollup_changes') }}

),

frozen as (

    {{ kept('rpt_rollups', rollup_columns(), 'changes') }}

    union all

    select {{ rollup_columns() | join(', ') }} from changes

)

select
    figure_id,
    kpi_id,
    name,
    period_grain,
    slice_dimension,
    slice_value,
    unit,
    build_id,
    definition_version,
    cast(revision as integer) as revision,
    cast(last_batch_id as bigint) as last_batch_id,
    cast(quarantined_claim_count as bigint) as quarantined_claim_count,
    cast(numerator as decimal(38, 4)) as numerator,
    cast(denominator as decimal(38, 4)) as denominator,
    cast(value as decimal(38, 6)) as value,
    is_mature,
    rollup_date,
    period_start,
    period_end,
    frozen_at
from frozen
