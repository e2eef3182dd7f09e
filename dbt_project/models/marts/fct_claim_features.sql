{#- One row a claim that was seen being sent: what was knowable that day, and the label apart. -#}
{%- set flagged = [
    'eligibility', 'coordination', 'timely', 'registration', 'duplicate', 'modifier', 'documentation', 'benefit',
    'authorization', 'bundling'
] -%}
with claims as ( -- noqa: disable=LT02

    select * from {{ ref('int_claims_at_submission') }}
    where is_submission_seen

),

histories as (

    select * from {{ ref('int_claim_histories') }}

),

edits as (

    select
        claim_id,
        count(*) as edit_count,
        count(*) filter (where severity = 'hard_stop') as hard_stop_count
        {%- for reason in flagged %},
        bool_or(reason = '{{ reason }}') as is_flagged_{{ reason }}
        {%- endfor %}
    from {{ ref('int_claim_edits') }}
    group by claim_id

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
    claims.eligibility_status,
    claims.authorization_status,
    claims.frequency_code,
    claims.charge_amount,
    claims.first_line_charge_amount,
    ln(greatest(claims.first_line_charge_amount, 1)) - avg(ln(greatest(claims.first_line_charge_amount, 1))) over (
        partition by claims.service_line, claims.facility_code
        order by claims.submitted_date
        range between interval 365 days preceding and interval 1 day preceding
    ) as charge_excess,
    claims.line_count,
    claims.unit_count,
    claims.submission_lag_days,
    claims.filing_limit_days,
    claims.eligibility_age_days,
    claims.authorization_days_left,
    claims.patient_age,
    claims.visit_count,
    claims.same_service_count,
    claims.filing_limit_days - claims.submission_lag_days as filing_days_left,
    claims.member_id_length - claims.usual_member_id_length as member_id_excess,
    coalesce(edits.edit_count, 0) as edit_count,
    coalesce(edits.hard_stop_count, 0) as hard_stop_count,
    extract(month from claims.submitted_date) as submitted_month,
    extract(month from claims.service_from_date) as service_month,
    claims.has_prior_authorization,
    claims.has_valid_authorization,
    claims.has_second_procedure,
    claims.has_modifier_25,
    claims.has_modifier_59,
    claims.has_modifier_76,
    claims.has_modifier_95,
    claims.has_side_modifier,
    claims.has_other_payer,
    claims.line_of_business = 'Commercial' and claims.patient_age >= 65 as is_medicare_possible,
    claims.is_first_claim,
    claims.is_female,
    claims.lacks_demographics,
    {%- for reason in flagged %}
    coalesce(edits.is_flagged_{{ reason }}, false) as is_flagged_{{ reason }},
    {%- endfor %}
    claims.submitted_date,
    claims.denial_reason as label_reason,
    claims.is_answered as label_is_answered,
    claims.is_denied as label_is_denied,
    claims.initial_denied_amount as label_denied_amount,
    claims.first_answered_date as label_first_answered_date,
    histories.* exclude (claim_id)
from claims
inner join histories on claims.claim_id = histories.claim_id
left join edits on claims.claim_id = edits.claim_id
