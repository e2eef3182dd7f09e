{#- A claim as it stood when it was sent, beside the label that only its answer gives. -#}
with claims as (

    select * from {{ ref('fct_claims') }}

),

lines as (

    select
        claim_id,
        max(case when line_rank = 2 then procedure_id end) as second_procedure_id,
        string_agg(coalesce(modifier_1, ''), '|' order by line_rank) as modifiers,
        bool_or('25' in (modifier_1, modifier_2)) as has_modifier_25,
        bool_or('59' in (modifier_1, modifier_2)) as has_modifier_59
    from (
        select
            *,
            row_number() over (partition by claim_id order by segment_ordinal, line_key) as line_rank
        from {{ ref('fct_claim_lines') }}
    )
    group by claim_id

)

select
    claims.claim_id,
    claims.payer_id,
    claims.rendering_provider_id,
    claims.procedure_id,
    coalesce(lines.second_procedure_id, 'none') as second_procedure_id,
    coalesce(lines.modifiers, '') as modifiers,
    coalesce(claims.principal_diagnosis_code, 'none') as principal_diagnosis_code,
    claims.service_line,
    claims.line_of_business,
    claims.claim_type,
    coalesce(claims.facility_code, 'none') as facility_code,
    claims.charge_amount,
    claims.initial_denied_amount,
    claims.line_count,
    date_diff('day', claims.service_from_date, claims.submitted_date) as submission_lag_days,
    claims.prior_authorization_number is not null as has_prior_authorization,
    coalesce(lines.has_modifier_25, false) as has_modifier_25,
    coalesce(lines.has_modifier_59, false) as has_modifier_59,
    claims.is_voided,
    claims.is_answered,
    claims.is_denied,
    claims.is_submission_seen,
    claims.submitted_date,
    claims.first_answered_date
from claims
left join lines on claims.claim_id = lines.claim_id
