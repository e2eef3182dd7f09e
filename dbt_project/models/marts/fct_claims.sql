with judged as (

    select * from {{ ref('int_claims_judged') }}

),

mapping as (

    select * from {{ ref('carc_mapping') }}

)

select
    judged.claim_id,
    judged.payer_id,
    judged.billing_provider_id,
    judged.rendering_provider_id,
    judged.procedure_id,
    judged.first_remittance_id,
    judged.patient_control_number,
    judged.payer_claim_control_number,
    judged.claim_type,
    judged.line_of_business,
    {{ service_line_of('judged.procedure_id') }} as service_line,
    judged.facility_code,
    judged.drg_code,
    judged.principal_diagnosis_code,
    judged.prior_authorization_number,
    coalesce(judged.first_outcome, case when judged.has_pended then 'pended' else 'unanswered' end) as initial_outcome,
    coalesce(judged.latest_outcome, judged.first_outcome, 'unanswered') as current_outcome,
    case when judged.initial_denied_amount > 0 then coalesce(mapping.category, 'Unmapped') end as denial_category,
    judged.first_carc as denial_carc,
    cast(judged.charge_amount as decimal(18, 2)) as charge_amount,
    cast(judged.initial_denied_amount as decimal(18, 2)) as initial_denied_amount,
    cast(judged.initial_paid_amount as decimal(18, 2)) as initial_paid_amount,
    cast(judged.paid_amount as decimal(18, 2)) as paid_amount,
    cast(judged.patient_responsibility_amount as decimal(18, 2)) as patient_responsibility_amount,
    cast(judged.line_count as integer) as line_count,
    cast(judged.submission_count as integer) as submission_count,
    cast(judged.remittance_count as integer) as remittance_count,
    cast(date_diff('day', judged.submitted_date, judged.first_answered_date) as integer) as answer_lag_days,
    judged.is_submission_seen,
    judged.is_voided,
    judged.first_remittance_id is not null as is_answered,
    judged.first_remittance_id is not null
    or coalesce(judged.submitted_date + judged.answer_due_days <= judged.data_through, false) as is_answer_due,
    coalesce(judged.first_outcome in ('denied', 'partially_denied'), false) as is_denied,
    coalesce(judged.first_outcome = 'denied', false) as is_fully_denied,
    coalesce(judged.first_outcome = 'partially_denied', false) as is_partially_denied,
    judged.is_masked_denial,
    judged.is_process_waste,
    coalesce(judged.first_outcome = 'paid', false) as is_first_pass_paid,
    judged.is_unprocessable,
    judged.submitted_date,
    judged.service_from_date,
    judged.service_to_date,
    judged.first_answered_date,
    judged.last_remitted_date,
    judged.file_id,
    judged.byte_offset,
    judged.segment_ordinal
from judged
left join mapping on judged.first_carc = mapping.carc
