-- R9, R10: a claim sent again without frequency 7 and denied as a duplicate: rework that earns nothing.
select
    'duplicate_noise' as signal_kind,
    remittances.remittance_id as subject_id,
    remittances.claim_id,
    remittances.payer_id,
    'answered as a duplicate (CARC 18 or B13)' as evidence,
    remittances.charge_amount as signal_amount,
    remittances.remitted_date as signal_date,
    remittances.file_id,
    remittances.byte_offset,
    remittances.segment_ordinal
from {{ ref('fct_remittances') }} as remittances
where remittances.is_process_waste and not remittances.is_duplicate
