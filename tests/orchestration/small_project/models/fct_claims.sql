select file_id, byte_offset, segment_ordinal, patient_control_number as claim_id, charge_amount, date '2026-01-01' as submitted_date
from {{ source('raw', 'x12_837_claims') }}
