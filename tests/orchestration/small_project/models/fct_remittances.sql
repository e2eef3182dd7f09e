select file_id, byte_offset, segment_ordinal, patient_control_number as claim_id, claim_status_code, date '2026-02-01' as remitted_date
from {{ source('raw', 'x12_835_claims') }}
