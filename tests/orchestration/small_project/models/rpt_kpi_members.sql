select
    'K1' as kpi_id, cast(null as varchar) as period_grain, claim_id, cast(null as varchar) as denial_id,
    cast(null as varchar) as remittance_id, payer_id, file_id, byte_offset, segment_ordinal,
    cast(claim_status_code = '4' as integer)::decimal(38, 4) as numerator, 1::decimal(38, 4) as denominator,
    remitted_date as period_date
from {{ ref('fct_remittances') }}
