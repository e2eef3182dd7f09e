-- Kept from build to build: each frozen figure that came out otherwise later, with what had happened in between.
{%- set columns = [
    'figure_id', 'kpi_id', 'name', 'period_grain', 'slice_dimension', 'slice_value', 'unit', 'cause', 'explanation',
    'build_id', 'previous_build_id', 'previous_definition_version', 'definition_version', 'revision',
    'late_claim_count', 'answer_count', 'reversal_count', 'late_charge_amount', 'answer_paid_amount',
    'reversal_paid_amount', 'previous_numerator', 'numerator', 'previous_denominator', 'denominator', 'previous_value',
    'value', 'difference', 'was_mature', 'previous_rollup_date', 'rollup_date', 'period_start', 'period_end', 'restated_at'
] %}
with changes as (

    select
        changed.*,
        changed.frozen_at as restated_at,
        cast(coalesce(changed.value, 0) - coalesce(changed.previous_value, 0) as decimal(38, 6)) as difference,
        coalesce(arrivals.late_claim_count, 0) as late_claim_count,
        coalesce(arrivals.answer_count, 0) as answer_count,
        coalesce(arrivals.reversal_count, 0) as reversal_count,
        cast(coalesce(arrivals.late_charge_amount, 0) as decimal(18, 2)) as late_charge_amount,
        cast(coalesce(arrivals.answer_paid_amount, 0) as decimal(18, 2)) as answer_paid_amount,
        cast(coalesce(arrivals.reversal_paid_amount, 0) as decimal(18, 2)) as reversal_paid_amount,
        changed.definition_version <> changed.previous_definition_version as is_redefined,
        split_part(changed.build_id, '-', 2) <> split_part(changed.previous_build_id, '-', 2) as is_remodelled,
        changed.quarantined_claim_count - changed.previous_quarantined_claim_count as newly_quarantined_count
    from {{ ref('int_rollup_changes') }} as changed
    left join {{ ref('int_rollup_arrivals') }} as arrivals
        on
            changed.period_start is not distinct from arrivals.month_start
            and (changed.slice_dimension is null) = arrivals.is_whole
            and changed.slice_value is not distinct from arrivals.payer_id
    where changed.revision > 1

),

explained as (

    select
        *,
        case
            when is_redefined then 'definition'
            when sign(late_claim_count) + sign(answer_count) + sign(reversal_count) > 1 then 'several'
            when reversal_count > 0 then 'reversals'
            when late_claim_count > 0 then 'late_claims'
            when answer_count > 0 then 'answers'
            when newly_quarantined_count <> 0 then 'quarantine'
            when is_remodelled then 'models'
            when last_batch_id > previous_batch_id then 'other_files'
            else 'ageing'
        end as cause,
        concat_ws(
            '; ',
            case
                when is_redefined then 'definition ' || previous_definition_version || ' became ' || definition_version
            end,
            {{ counted_as('late claims', 'late_claim_count', 'late_charge_amount') }},
            {{ counted_as('answers', 'answer_count', 'answer_paid_amount') }},
            {{ counted_as('reversals', 'reversal_count', 'reversal_paid_amount') }},
            case when newly_quarantined_count <> 0 then newly_quarantined_count || ' more claims put aside' end,
            case when is_remodelled then 'the models changed' end,
            case when previous_rollup_date <> rollup_date then 'seen from a later day' end
        ) as explanation
    from changes

),

restated as (

    {{ kept('rpt_restatements', columns, 'explained') }}
    union all
    select {{ columns | join(', ') }} from explained

)

select * from restated
