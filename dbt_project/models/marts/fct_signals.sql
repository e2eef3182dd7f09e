{#- Every detector is a model of the same columns; a new one is named here. -#}
{%- set detectors = [
    'masked_denials', 'approved_but_denied', 'missing_acknowledgements', 'silent_senders', 'repeat_denials',
    'underpayments', 'drg_downgrades', 'takebacks', 'duplicate_noise', 'unmapped_codes'
] -%}
with signals as ( -- noqa: disable=LT02
{%- for detector in detectors %}

    select
        signal_kind, subject_id, claim_id, payer_id, evidence, signal_amount, file_id, byte_offset, segment_ordinal,
        signal_date
    from {{ ref('int_signals_' ~ detector) }}
    {{ 'union all' if not loop.last }}
{%- endfor %}

)

select
    signal_kind || '|' || subject_id as signal_id,
    signal_kind,
    claim_id,
    payer_id,
    evidence,
    cast(signal_amount as decimal(18, 2)) as signal_amount,
    signal_date,
    file_id,
    byte_offset,
    segment_ordinal
from signals
