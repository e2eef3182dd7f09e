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
        `reasons` maps a name to its days; `denied` counts them all. `weight` is how many answers the prior is worth. -#}
    {{ return([
        {'name': 'payer', 'key': ['payer_id'], 'weight': 40,
         'reasons': {'denied': [30, 365], 'other': [30], 'eligibility': [60], 'coordination': [365],
                     'registration': [365]}},
        {'name': 'payer_line', 'key': ['payer_id', 'service_line'], 'weight': 20,
         'reasons': {'denied': [30, 180], 'necessity': [60, 365], 'other': [14, 30]}},
        {'name': 'payer_procedure', 'key': ['payer_id', 'procedure_id'], 'weight': 8,
         'habits': {'has_prior_authorization': [60, 365]},
         'reasons': {'denied': [30, 90, 365], 'necessity': [60, 365], 'documentation': [60, 365], 'benefit': [90, 365],
                     'modifier': [60], 'diagnosis': [60]}},
        {'name': 'unauthorized_procedure', 'key': ['payer_id', 'procedure_id', 'has_valid_authorization'],
         'only': 'not has_valid_authorization', 'weight': 3, 'reasons': {'authorization': [45, 120, 365]}},
        {'name': 'unauthorized_line', 'key': ['payer_id', 'service_line', 'has_valid_authorization'],
         'only': 'not has_valid_authorization', 'weight': 6, 'reasons': {'authorization': [45, 365]}},
        {'name': 'payer_diagnosis', 'key': ['payer_id', 'procedure_id', 'principal_diagnosis_code'],
         'weight': 3, 'reasons': {'diagnosis': [90, 365]}},
        {'name': 'business_diagnosis', 'key': ['line_of_business', 'procedure_id', 'principal_diagnosis_code'],
         'weight': 4, 'reasons': {'diagnosis': [900]}},
        {'name': 'pair', 'key': ['pair_id', 'has_modifier_59', 'has_second_procedure'],
         'only': 'has_second_procedure', 'weight': 3, 'reasons': {'bundling': [900]}},
        {'name': 'unparted_pair', 'key': ['pair_id', 'has_second_procedure'], 'only': 'has_second_procedure',
         'weight': 10, 'habits': {'has_modifier_59': [900], 'has_modifier_25': [900]}, 'reasons': {}},
        {'name': 'payer_pair', 'key': ['payer_id', 'pair_id', 'has_modifier_59', 'has_second_procedure'],
         'only': 'has_second_procedure', 'weight': 3, 'reasons': {'bundling': [365]}},
        {'name': 'modifiers', 'key': ['procedure_id', 'second_procedure_id', 'facility_code', 'modifiers'],
         'weight': 4, 'reasons': {'modifier': [900]}},
        {'name': 'payer_modifiers', 'key': ['payer_id', 'procedure_id', 'second_procedure_id', 'modifiers'],
         'weight': 4, 'reasons': {'modifier': [365]}},
        {'name': 'payer_gaps', 'key': ['payer_id', 'service_line', 'has_second_procedure', 'has_modifier_25',
                                       'has_modifier_95', 'has_side_modifier'],
         'weight': 5, 'reasons': {'modifier': [90, 900]}},
        {'name': 'payer_lag', 'key': ['payer_id', 'lag_band'], 'weight': 3, 'reasons': {'timely': [900]}},
        {'name': 'business_status', 'key': ['line_of_business', 'eligibility_status'], 'weight': 20,
         'reasons': {'eligibility': [180]}},
        {'name': 'provider', 'key': ['rendering_provider_id'], 'weight': 20,
         'reasons': {'denied': [365], 'registration': [365], 'eligibility': [365], 'necessity': [365],
                     'documentation': [365]}},
        {'name': 'provider_payer', 'key': ['rendering_provider_id', 'payer_id'], 'weight': 5,
         'reasons': {'denied': [365], 'enrollment': [30, 120]}},
        {'name': 'procedure', 'key': ['procedure_id'], 'weight': 20,
         'habits': {'has_side_modifier': [365]}, 'reasons': {'denied': [365]}},
        {'name': 'place', 'key': ['service_line', 'facility_code'], 'weight': 20,
         'habits': {'has_modifier_95': [365]}, 'reasons': {}},
    ]) }}
{%- endmacro %}

{% macro windows_of(each) -%}
    {#- Every window, in days, that a history looks back over. -#}
    {%- set found = each.reasons.values() | sum(start=[]) + each.get('habits', {}).values() | sum(start=[]) -%}
    {{ return(found | unique | sort) }}
{%- endmacro %}

{% macro denied_for(reason) -%}
    {#- 1 where a denial counts for a history's reason. -#}
    {%- if reason == 'denied' -%} cast(is_denied as integer)
    {%- else -%} cast(coalesce(denial_reason = '{{ reason }}', false) as integer)
    {%- endif -%}
{%- endmacro %}

{% macro history(each) -%}
    {#- One history: answers summed by key and day, then over the days before each day that a claim was sent. -#}
    {%- set key = each.key | join(', ') -%}
    {%- set days = windows_of(each) -%}
    {{ each.name }}_days as (

        select
            {{ key }},
            day,
            sum(answered) as answered,
            sum(1 - answered) as sent
            {%- for habit in each.habits %},
            sum(cast({{ habit }} as integer) * (1 - answered)) as {{ habit }}_count
            {%- endfor %}
            {%- for reason in each.reasons %},
            sum({{ denied_for(reason) }} * answered) as {{ reason }}_count
            {%- endfor %}
        from days
        {%- if each.only %}
        where {{ each.only }}
        {%- endif %}
        group by {{ key }}, day

    ),

    {{ each.name }}_history as (

        select
            {{ key }},
            day
            {%- for window in days %},
            coalesce(sum(answered) over last_{{ window }}, 0) as answered_{{ window }},
            coalesce(sum(sent) over last_{{ window }}, 0) as sent_{{ window }}
            {%- endfor %}
            {%- for habit, windows in each.get('habits', {}).items() %}
            {%- for window in windows %},
            coalesce(sum({{ habit }}_count) over last_{{ window }}, 0) as {{ habit }}_{{ window }}
            {%- endfor %}
            {%- endfor %}
            {%- for reason, windows in each.reasons.items() %}
            {%- for window in windows %},
            coalesce(sum({{ reason }}_count) over last_{{ window }}, 0) as {{ reason }}_{{ window }}
            {%- endfor %}
            {%- endfor %}
        from {{ each.name }}_days
        window
            {%- for window in days %}
            last_{{ window }} as (
                partition by {{ key }} order by day
                range between interval {{ window }} days preceding and interval 1 day preceding
            ){{ '' if loop.last else ',' }}
            {%- endfor %}

    )
{%- endmacro %}

{% macro shrunk_rate(each, reason, window) -%}
    {#- A history's rate, drawn to what is usual for its reason while there is little; null where it has no say. -#}
    {%- set usual = {'denied': 0.12, 'bundling': 0.05, 'modifier': 0.01, 'enrollment': 0.01, 'authorization': 0.05,
                     'eligibility': 0.02, 'registration': 0.01, 'necessity': 0.015, 'diagnosis': 0.02,
                     'documentation': 0.01, 'timely': 0.005, 'duplicate': 0.01, 'benefit': 0.004, 'coordination': 0.004, 'other': 0.005} -%}
    cast(
        ({{ each.name }}_history.{{ reason }}_{{ window }} + {{ each.weight * usual[reason] }})
        / ({{ each.name }}_history.answered_{{ window }} + {{ each.weight }}) as float
    )
{%- endmacro %}

{% macro habit_rate(each, habit, window) -%}
    {#- How often this provider's own claims had something lately; drawn to a tenth while there were few. -#}
    cast(
        ({{ each.name }}_history.{{ habit }}_{{ window }} + {{ each.weight * 0.1 }})
        / ({{ each.name }}_history.sent_{{ window }} + {{ each.weight }}) as float
    )
{%- endmacro %}
