-- R7, R20: per claim, the first answer that decided and what all answers come to together.
with remittances as (

    select * from {{ ref('int_remittances_judged') }}
    where not is_duplicate

),

firsts as (

    select * from remittances
    where is_first_adjudication

),

totals as (

    select
        claim_id,
        count(*) as remittance_count,
        sum(paid_amount) as paid_amount,
        max(remitted_date) as last_remitted_date,
        min(remitted_date) as first_remitted_date,
        bool_or(is_masked_denial) as is_masked_denial,
        bool_or(is_unprocessable) as is_unprocessable,
        bool_and(is_process_waste) as is_process_waste,
        bool_or(outcome = 'pended') as has_pended,
        max_by(outcome, adjudication_number) filter (
            where is_primary and not is_process_waste and outcome <> 'reversed'
        ) as current_outcome,
        max_by(patient_responsibility_amount, adjudication_number) filter (
            where is_primary and not is_reversal
        ) as patient_responsibility_amount,
        coalesce(
            min_by(remittance_id, adjudication_number) filter (where not is_reversal),
            min_by(remittance_id, adjudication_number)
        ) as earliest_remittance_id
    from remittances
    group by claim_id

)

select
    totals.*,
    firsts.remittance_id as first_remittance_id,
    firsts.payer_claim_control_number,
    firsts.outcome as first_outcome,
    firsts.denial_carc,
    firsts.remitted_date as first_answered_date,
    firsts.paid_amount as initial_paid_amount,
    coalesce(firsts.denied_amount, 0) as initial_denied_amount
from totals
left join firsts on totals.claim_id = firsts.claim_id
