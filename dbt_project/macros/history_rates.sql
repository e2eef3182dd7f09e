{% macro shrunk_rate(each, reason, window) -%}
    {#- A history's rate, drawn to its parent's, or to what is usual for its reason, while there is little; null where
        it has no say. -#}
    cast(
        ({{ each.name }}_history.{{ reason }}_{{ window }} + {{ each.weight }} * {{ prior_rate(each, reason) }})
        / ({{ each.name }}_history.answered_{{ window }} + {{ each.weight }}) as float
    )
{%- endmacro %}

{% macro prior_rate(each, reason) -%}
    {#- What a history's rate is drawn to: the parent's rate over its longest days, where it counts this reason. -#}
    {%- set usual = {'denied': 0.12, 'bundling': 0.05, 'modifier': 0.01, 'enrollment': 0.01, 'authorization': 0.05,
                     'eligibility': 0.02, 'registration': 0.01, 'necessity': 0.015, 'diagnosis': 0.02,
                     'documentation': 0.01, 'timely': 0.005, 'duplicate': 0.01, 'benefit': 0.004, 'coordination': 0.004, 'other': 0.005} -%}
    {%- set above = named_history(each.parent) if each.parent else none -%}
    {%- if above and reason in above.reasons -%} {{ shrunk_rate(above, reason, above.reasons[reason][-1]) }}
    {%- elif above and above.parent -%} {{ prior_rate(above, reason) }}
    {%- else -%} {{ usual[reason] }}
    {%- endif -%}
{%- endmacro %}

{% macro lacks_usual_modifier() -%}
    {#- Most claims of this provider for the same procedure, pair or place carry a modifier that this one lacks. -#}
    (not claims.has_side_modifier and {{ habit_rate(named_history('procedure'), 'has_side_modifier', 365) }} > 0.5)
    or (not claims.has_modifier_25 and {{ habit_rate(named_history('parted_pair'), 'has_modifier_25', 900) }} > 0.5)
    or (not claims.has_modifier_95 and {{ habit_rate(named_history('place'), 'has_modifier_95', 365) }} > 0.5)
{%- endmacro %}

{% macro lacks_usual_authorization() -%}
    {#- Most claims to this payer for this procedure carry an authorization; this one has none that is valid. -#}
    not claims.has_valid_authorization
    and {{ habit_rate(named_history('payer_procedure'), 'has_prior_authorization', 365) }} > 0.5
{%- endmacro %}

{% macro record_ratio() -%}
    {#- How much oftener than usual at such a place this provider's records did not satisfy payers. -#}
    ({{ shrunk_rate(named_history('provider'), 'necessity', 365) }}
    + {{ shrunk_rate(named_history('provider'), 'documentation', 365) }})
    / ({{ shrunk_rate(named_history('place'), 'necessity', 365) }}
    + {{ shrunk_rate(named_history('place'), 'documentation', 365) }})
{%- endmacro %}

{% macro named_history(name) -%}
    {{ return(histories() | selectattr('name', 'equalto', name) | first) }}
{%- endmacro %}

{% macro habit_rate(each, habit, window) -%}
    {#- How often this provider's own claims had something lately; drawn to a tenth while there were few. -#}
    cast(
        ({{ each.name }}_history.{{ habit }}_{{ window }} + {{ each.weight * 0.1 }})
        / ({{ each.name }}_history.sent_{{ window }} + {{ each.weight }}) as float
    )
{%- endmacro %}
