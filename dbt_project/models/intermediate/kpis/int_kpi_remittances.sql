{{ config(materialized='view') }}
-- K3 and K4 by payment date: primary answers that say something; copies, reversals, pended and wasted ones are outside.
select
    {{ claim_columns('remittances', 'remittances.remittance_id', category='remittances') }},
    cast(remittances.paid_amount <= 0 as integer) as k3_numerator,
    1 as k3_denominator,
    cast(remittances.is_denied as integer) as k4_numerator,
    1 as k4_denominator,
    true as is_answer_due,
    remittances.remitted_date as period_date
from {{ ref('fct_remittances') }} as remittances
inner join {{ ref('fct_claims') }} as claims on remittances.claim_id = claims.claim_id
where
    remittances.is_primary
    and not remittances.is_duplicate
    and not remittances.is_process_waste
    and remittances.outcome not in ('reversed', 'informational', 'pended')
