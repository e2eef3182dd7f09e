{% macro edit_checks() -%}
    {#- What each check of the rules library asks of a claim; `edits.limit_value` is the edition's own limit. -#}
    {{ return({
        'eligibility_lapsed': "claims.eligibility_status = 'inactive'",
        'eligibility_unasked': "claims.eligibility_status in ('unasked', 'refused') and feeds.has_eligibility_answers",
        'authorization_unusable': "claims.authorization_status in ('expired', 'other_service', 'refused')",
        'authorization_missing': "not claims.has_prior_authorization and (histories.lacks_usual_authorization
            or histories.unauthorized_procedure_authorization_120_rate >= edits.limit_value)",
        'authorization_expiring': "claims.authorization_status = 'valid'
            and claims.authorization_days_left <= edits.limit_value",
        'modifier_missing': "histories.lacks_usual_modifier
            or histories.modifiers_modifier_900_rate >= edits.limit_value",
        'bundled_pair': "not claims.has_modifier_59 and histories.pair_bundling_900_rate >= edits.limit_value",
        'diagnosis_refused': "histories.payer_diagnosis_diagnosis_900_rate >= edits.limit_value",
        'filing_limit_passed': "claims.submission_lag_days > claims.filing_limit_days",
        'filing_limit_near': "claims.submission_lag_days <= claims.filing_limit_days
            and claims.submission_lag_days > claims.filing_limit_days - edits.limit_value",
        'duplicate_claim': "claims.same_service_count > 0 and not claims.has_modifier_76
            and claims.frequency_code <> '7'",
        'payer_order': "claims.has_other_payer
            or (claims.line_of_business = 'Commercial' and claims.patient_age >= edits.limit_value)",
        'demographics_missing': "claims.lacks_demographics",
        'member_id_unusual': "claims.member_id_length < claims.usual_member_id_length",
        'provider_unenrolled': "histories.provider_payer_enrollment_120_rate >= edits.limit_value",
        'documents_needed': "histories.payer_procedure_documentation_60_rate >= edits.limit_value",
        'frequency_limit': "claims.service_line in ('Therapy', 'Behavioural health')
            and claims.visit_count >= edits.limit_value",
    }) }}
{%- endmacro %}
