select '=cmd' as payer_name, date '2026-01-01' as period_start, sum(charge_amount)::decimal(18, 2) as charge_amount
from {{ ref('fct_claims') }}
