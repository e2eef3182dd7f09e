-- R21: what a claim is, what became of it, and when its payer's answer is due.
with described as (

    select * from {{ ref('int_claims_described') }}
    union all
    select * from {{ ref('int_fhir_claims_described') }}

),

answered as (

    select * from {{ ref('int_claims_answered') }}

),

lags as (

    select * from {{ ref('int_answer_lags') }}

)

select
    described.*,
    answered.first_remittance_id,
    answered.payer_claim_control_number,
    answered.current_outcome as latest_outcome,
    answered.first_outcome,
    answered.denial_carc as first_carc,
    coalesce(answered.initial_denied_amount, 0) as initial_denied_amount,
    coalesce(answered.initial_paid_amount, 0) as initial_paid_amount,
    coalesce(answered.paid_amount, 0) as paid_amount,
    coalesce(answered.patient_responsibility_amount, 0) as patient_responsibility_amount,
    coalesce(answered.remittance_count, 0) as remittance_count,
    coalesce(answered.is_masked_denial, false) as is_masked_denial,
    coalesce(answered.is_process_waste, false) as is_process_waste,
    coalesce(answered.is_unprocessable, false) as is_unprocessable,
    coalesce(answered.has_pended, false) as has_pended,
    answered.first_answered_date,
    answered.last_remitted_date,
    lags.data_through,
    lags.answer_due_days
from described
left join answered on described.claim_id = answered.claim_id
left join lags on described.payer_id = lags.payer_id
