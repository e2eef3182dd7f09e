-- F4: a CARC that the mapping does not know: it counts as a denial until somebody says what it means.
select
    'unmapped_code' as signal_kind,
    adjustments.adjustment_id as subject_id,
    adjustments.claim_id,
    adjustments.payer_id,
    adjustments.group_code || '-' || adjustments.carc || ' is not in carc_mapping' as evidence,
    adjustments.adjustment_amount as signal_amount,
    adjustments.remitted_date as signal_date,
    adjustments.file_id,
    adjustments.byte_offset,
    adjustments.segment_ordinal
from {{ ref('fct_adjustments') }} as adjustments
where not adjustments.is_mapped and not adjustments.is_duplicate
