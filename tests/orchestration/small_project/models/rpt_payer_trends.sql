select
    '=cmd' as payer_name, 'P' as payer_id, date '2026-01-01' as month_start, 1 as claim_count, 0 as denied_claim_count,
    0.00::decimal(18, 2) as denied_amount, true as is_mature, sum(charge_amount)::decimal(18, 2) as charge_amount
from {{ ref('fct_claims') }}
