select
    file_id, byte_offset, segment_ordinal, patient_control_number as claim_id, claim_status_code,
    'P' || segment_ordinal % 2 as payer_id, date '2026-02-01' + cast(segment_ordinal % 60 as integer) as remitted_date
from {{ source('raw', 'x12_835_claims') }}
