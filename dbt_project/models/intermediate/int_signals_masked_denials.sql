-- R4: the fee-schedule adjustment swallowed a whole charge: ask the payer for the real reason.
select
    'masked_denial' as signal_kind,
    remittances.remittance_id as subject_id,
    remittances.claim_id,
    remittances.payer_id,
    'CARC 45 stands for a whole charge; claim status ' || remittances.claim_status_code as evidence,
    case when remittances.denied_amount > 0 then remittances.denied_amount else remittances.charge_amount end
        as signal_amount,
    remittances.remitted_date as signal_date,
    remittances.file_id,
    remittances.byte_offset,
    remittances.segment_ordinal
from {{ ref('fct_remittances') }} as remittances
where remittances.is_masked_denial and not remittances.is_duplicate
