{#- One row a claim that was seen being sent: what was knowable that day, and the label apart. -#}
with claims as (

    select * from {{ ref('int_claims_at_submission') }}
    where is_submission_seen and not is_voided

),

histories as (

    select * from {{ ref('int_claim_histories') }}

)

select
    claims.claim_id,
    claims.payer_id,
    claims.rendering_provider_id,
    claims.procedure_id,
    claims.second_procedure_id,
    claims.principal_diagnosis_code,
    claims.service_line,
    claims.line_of_business,
    claims.claim_type,
    claims.facility_code,
    claims.charge_amount,
    claims.line_count,
    claims.submission_lag_days,
    claims.has_prior_authorization,
    claims.has_modifier_25,
    claims.has_modifier_59,
    extract(month from claims.submitted_date) as submitted_month,
    claims.submitted_date,
    claims.is_answered as label_is_answered,
    claims.is_denied as label_is_denied,
    claims.initial_denied_amount as label_denied_amount,
    claims.first_answered_date as label_first_answered_date,
    histories.* exclude (claim_id)
from claims
inner join histories on claims.claim_id = histories.claim_id
