{#- A claim as it stood when it was sent, beside the label that only its answer gives. -#}
with claims as (

    select * from {{ ref('fct_claims') }}
    where not is_voided

),

mapping as (

    select * from {{ ref('carc_mapping') }}

),

lines as (

    select * from {{ ref('int_lines_at_submission') }}

),

members as (

    select * from {{ ref('int_members_at_submission') }}

),

coverage as (

    select * from {{ ref('int_coverage_at_submission') }}

)

select
    claims.claim_id,
    claims.payer_id,
    claims.rendering_provider_id,
    coalesce(claims.drg_code, claims.procedure_id) as procedure_id,
    coalesce(lines.second_procedure_id, 'none') as second_procedure_id,
    case
        when lines.second_procedure_id is null then 'none'
        else
            least(claims.procedure_id, lines.second_procedure_id)
            || '+' || greatest(claims.procedure_id, lines.second_procedure_id)
    end as pair_id,
    coalesce(lines.modifiers, '|') as modifiers,
    coalesce(claims.principal_diagnosis_code, 'none') as principal_diagnosis_code,
    claims.service_line,
    claims.line_of_business,
    case when claims.line_of_business like 'Medicare%' then 'Medicare' else 'others' end as policy_group,
    claims.claim_type,
    coalesce(lines.place_of_service, claims.facility_code, 'none') as facility_code,
    coverage.eligibility_status,
    coverage.authorization_status,
    coverage.lag_band,
    coalesce(members.frequency_code, '1') as frequency_code,
    case
        when claims.is_denied
            then {{ denial_reason_of("coalesce(mapping.category, 'Unmapped')", 'mapping.subcategory') }}
    end as denial_reason,
    claims.charge_amount,
    lines.first_line_charge_amount,
    claims.initial_denied_amount,
    claims.line_count,
    cast(lines.unit_count as double) as unit_count,
    coverage.submission_lag_days,
    coverage.filing_limit_days,
    coverage.eligibility_age_days,
    coverage.authorization_days_left,
    members.patient_age,
    members.member_id_length,
    members.usual_member_id_length,
    coalesce(members.visit_count, 0) as visit_count,
    coalesce(members.same_service_count, 0) as same_service_count,
    claims.prior_authorization_number is not null as has_prior_authorization,
    coverage.authorization_status in ('valid', 'unverified') as has_valid_authorization,
    lines.second_procedure_id is not null as has_second_procedure,
    coalesce(lines.has_modifier_25, false) as has_modifier_25,
    coalesce(lines.has_modifier_59, false) as has_modifier_59,
    coalesce(lines.has_modifier_76, false) as has_modifier_76,
    coalesce(lines.has_modifier_95, false) as has_modifier_95,
    coalesce(lines.has_side_modifier, false) as has_side_modifier,
    coalesce(members.has_other_payer, false) or coverage.has_other_coverage as has_other_payer,
    coalesce(members.is_first_claim, false) as is_first_claim,
    coalesce(members.is_female, false) as is_female,
    coalesce(members.lacks_demographics, false) as lacks_demographics,
    claims.is_answered,
    claims.is_denied,
    claims.is_submission_seen,
    claims.service_from_date,
    claims.submitted_date,
    claims.first_answered_date
from claims
left join mapping on claims.denial_carc = mapping.carc
left join lines on claims.claim_id = lines.claim_id
left join members on claims.claim_id = members.claim_id
inner join coverage on claims.claim_id = coverage.claim_id
