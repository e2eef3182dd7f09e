-- What this build adds to the frozen rollups: figures never frozen before, and those that no longer are what they were.
with fresh as (

    select
        *,
        1 as revision
    from {{ ref('int_rollup_figures') }}

),

published as (

    {{ kept('rpt_rollups', rollup_columns(), 'fresh') }}

),

latest as (

    select * from published
    qualify row_number() over (partition by figure_id order by revision desc) = 1

),

this_build as (

    select distinct
        build_id,
        last_batch_id,
        quarantined_claim_count,
        rollup_date,
        frozen_at
    from fresh

),

vanished as (

    -- A closed month of which nothing is left, its claims voided or another payer's now, is said to be empty.
    select
        latest.* replace (
            this_build.build_id as build_id,
            this_build.last_batch_id as last_batch_id,
            this_build.quarantined_claim_count as quarantined_claim_count,
            0 as numerator,
            null as denominator,
            null as value,
            this_build.rollup_date as rollup_date,
            this_build.frozen_at as frozen_at
        )
    from latest
    cross join this_build
    where
        latest.period_grain = 'month'
        and latest.period_end = {{ period_end("'month'", 'latest.period_start') }}
        and latest.period_end <= this_build.rollup_date
        and latest.value is not null
        and latest.kpi_id in (select fresh.kpi_id from fresh)
        and latest.figure_id not in (select fresh.figure_id from fresh)

),

now as (

    select {{ rollup_columns() | join(', ') }} from fresh
    union all
    select {{ rollup_columns() | join(', ') }} from vanished

)

select
    now.* replace (coalesce(latest.revision, 0) + 1 as revision),
    latest.build_id as previous_build_id,
    latest.definition_version as previous_definition_version,
    (select max(published.last_batch_id) from published) as previous_batch_id,
    latest.quarantined_claim_count as previous_quarantined_claim_count,
    latest.numerator as previous_numerator,
    latest.denominator as previous_denominator,
    latest.value as previous_value,
    latest.is_mature as was_mature,
    latest.rollup_date as previous_rollup_date
from now
left join latest on now.figure_id = latest.figure_id
where
    latest.figure_id is null
    or latest.definition_version <> now.definition_version
    or latest.numerator is distinct from now.numerator
    or latest.denominator is distinct from now.denominator
    or latest.value is distinct from now.value
