select
    claim_id, 'unanswered' as initial_outcome, arg_max(payer_id, file_id) as payer_id, min(submitted_date) as submitted_date,
    max(charge_amount) as charge_amount
from {{ ref('fct_submissions') }}
group by claim_id
