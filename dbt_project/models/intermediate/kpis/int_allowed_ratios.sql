-- K10: what part of a charge each payer allows on the lines that it pays, for want of a contract.
select
    claims.payer_id,
    sum(lines.charge_amount) as charge_amount,
    sum(lines.paid_amount + lines.patient_responsibility_amount) as allowed_amount
from {{ ref('fct_claim_lines') }} as lines
inner join {{ ref('fct_claims') }} as claims on lines.claim_id = claims.claim_id
where lines.paid_amount > 0 and lines.charge_amount > 0
group by claims.payer_id
