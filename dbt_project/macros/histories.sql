-- noqa: disable=LT02
{% macro denial_reason_of(category, subcategory) -%}
    {#- The reason families that prediction speaks of, from the CARC mapping's categories. -#}
    case
        when {{ category }} is null then null
        when {{ category }} = 'Duplicate' then 'duplicate'
        when {{ category }} = 'Eligibility & Registration' then 'eligibility'
        when {{ category }} = 'Coordination of Benefits' then 'coordination'
        when {{ category }} = 'Timely Filing & Appeals' then 'timely'
        when {{ category }} = 'Provider Enrollment & Credentialing' then 'enrollment'
        when {{ category }} = 'Authorization & Referral' then 'authorization'
        when {{ category }} = 'Non-Covered & Benefit Limits' then 'benefit'
        when {{ category }} = 'Bundling & NCCI' then 'bundling'
        when {{ category }} = 'Coding' and {{ subcategory }} like '%odifier' then 'modifier'
        when {{ category }} = 'Coding' then 'diagnosis'
        when {{ category }} = 'Documentation & Attachments' then 'documentation'
        when {{ category }} = 'Medical Necessity & Level of Care' then 'necessity'
        when {{ category }} = 'Missing / Invalid Claim Data' and {{ subcategory }} <> 'Generic denial' then 'registration'
        else 'other'
    end
{%- endmacro %}

{% macro histories() -%}
    {#- What is remembered of past answers: by which key, of which claims, which denials, over which days.
        `reasons` maps a name to its days; `denied` counts them all. A rate is drawn to that of its `parent` (a wider
        key, over its longest days) as if that were `weight` answers; without a parent, to what is usual. A rule of
        a payer is there or is not: `rules` says how often a reason denies where it holds and where it does not, and
        `customs` how often something is sent where the payer asks for it and where not; see `weights_of`. -#}
    {{ return([
        {'name': 'payer', 'key': ['payer_id'], 'weight': 40,
         'reasons': {'denied': [30, 365], 'other': [30], 'eligibility': [60], 'coordination': [365],
                     'registration': [365], 'necessity': [60, 365], 'documentation': [365], 'diagnosis': [365],
                     'modifier': [365], 'bundling': [365], 'benefit': [365]}},
        {'name': 'payer_line', 'key': ['payer_id', 'service_line', 'facility_code'], 'weight': 20, 'parent': 'payer',
         'reasons': {'denied': [30, 180], 'necessity': [60, 365], 'documentation': [365], 'diagnosis': [60],
                     'modifier': [60], 'other': [14, 30]}},
        {'name': 'payer_procedure', 'key': ['payer_id', 'procedure_id'], 'weight': 8, 'parent': 'payer_line',
         'habits': {'has_prior_authorization': [60, 365]},
         'customs': {'has_prior_authorization': [0.9, 0.06]},
         'rules': {'documentation': [0.3, 0.003], 'benefit': [0.25, 0.0015], 'modifier': [0.3, 0.005],
                   'diagnosis': [0.3, 0.005]},
         'reasons': {'denied': [30, 90, 365], 'necessity': [60, 365], 'documentation': [60, 365], 'benefit': [90, 365],
                     'modifier': [60, 365], 'diagnosis': [60, 365]}},
        {'name': 'unauthorized_line', 'key': ['payer_id', 'service_line', 'facility_code', 'has_valid_authorization'],
         'only': 'not has_valid_authorization', 'weight': 6, 'reasons': {'authorization': [45, 365]}},
        {'name': 'unauthorized_procedure', 'key': ['payer_id', 'procedure_id', 'has_valid_authorization'],
         'only': 'not has_valid_authorization', 'weight': 2, 'parent': 'unauthorized_line',
         'rules': {'authorization': [0.8, 0.005]}, 'reasons': {'authorization': [45, 120, 365]}},
        {'name': 'authorized_procedure', 'key': ['payer_id', 'procedure_id', 'has_valid_authorization'],
         'only': 'has_valid_authorization', 'weight': 6, 'reasons': {'authorization': [365]}},
        {'name': 'procedure', 'key': ['procedure_id', 'facility_code'], 'weight': 20,
         'habits': {'has_side_modifier': [365], 'has_prior_authorization': [365]},
         'reasons': {'denied': [365], 'necessity': [365], 'documentation': [365], 'registration': [365]}},
        {'name': 'group_diagnosis', 'key': ['policy_group', 'procedure_id', 'principal_diagnosis_code'],
         'weight': 4, 'rules': {'diagnosis': [0.4, 0.0015]}, 'reasons': {'diagnosis': [900]}},
        {'name': 'any_diagnosis', 'key': ['procedure_id', 'principal_diagnosis_code'],
         'weight': 6, 'reasons': {'diagnosis': [900]}},
        {'name': 'payer_diagnosis', 'key': ['payer_id', 'procedure_id', 'principal_diagnosis_code'],
         'weight': 2, 'parent': 'group_diagnosis', 'rules': {'diagnosis': [0.7, 0.0015]},
         'reasons': {'diagnosis': [90, 900]}},
        {'name': 'pair', 'key': ['pair_id', 'has_modifier_59', 'has_second_procedure'],
         'only': 'has_second_procedure', 'weight': 3, 'rules': {'bundling': [0.5, 0.001]},
         'reasons': {'bundling': [900]}},
        {'name': 'payer_pair', 'key': ['payer_id', 'pair_id', 'has_modifier_59', 'has_second_procedure'],
         'only': 'has_second_procedure', 'weight': 3, 'parent': 'pair', 'rules': {'bundling': [0.5, 0.001]},
         'reasons': {'bundling': [900]}},
        {'name': 'parted_pair', 'key': ['pair_id', 'has_second_procedure'], 'only': 'has_second_procedure',
         'weight': 10, 'habits': {'has_modifier_59': [900], 'has_modifier_25': [900]}, 'reasons': {}},
        {'name': 'modifiers', 'key': ['procedure_id', 'second_procedure_id', 'facility_code', 'modifiers'],
         'weight': 4, 'reasons': {'modifier': [900]}},
        {'name': 'payer_modifiers', 'key': ['payer_id', 'procedure_id', 'second_procedure_id', 'facility_code',
                                            'modifiers'],
         'weight': 3, 'parent': 'modifiers', 'reasons': {'modifier': [365]}},
        {'name': 'payer_lag', 'key': ['payer_id', 'lag_band'], 'weight': 3, 'reasons': {'timely': [900]}},
        {'name': 'business_status', 'key': ['line_of_business', 'eligibility_status'], 'weight': 20,
         'reasons': {'eligibility': [180]}},
        {'name': 'payer_status', 'key': ['payer_id', 'eligibility_status'], 'weight': 20, 'parent': 'business_status',
         'reasons': {'eligibility': [365]}},
        {'name': 'provider', 'key': ['rendering_provider_id', 'service_line', 'facility_code'], 'weight': 60, 'parent': 'place',
         'reasons': {'denied': [365], 'registration': [365], 'eligibility': [365], 'necessity': [365],
                     'documentation': [365], 'modifier': [365], 'bundling': [365], 'enrollment': [120]}},
        {'name': 'provider_payer', 'key': ['rendering_provider_id', 'payer_id'], 'weight': 2,
         'rules': {'enrollment': [0.8, 0.001]},
         'reasons': {'denied': [365], 'enrollment': [45, 120, 365]}},
        {'name': 'place', 'key': ['service_line', 'facility_code'], 'weight': 20,
         'habits': {'has_modifier_95': [365]}, 'reasons': {'registration': [365], 'necessity': [365], 'documentation': [365]}},
    ]) }}
{%- endmacro %}
