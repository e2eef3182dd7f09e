-- Every published proof holds; what a sender did not balance itself is told by assert_payments_balance.
select *
from {{ ref('rpt_balance_proofs') }}
where not is_proven and proof_id <> 'paid_by_check'
