select
    file_id, byte_offset, segment_ordinal, patient_control_number as claim_id, charge_amount, 'P0' as payer_id,
    'unanswered' as initial_outcome, date '2026-01-01' as submitted_date
from {{ source('raw', 'x12_837_claims') }}
qualify row_number() over (partition by patient_control_number order by file_id, segment_ordinal) = 1
