{% macro line_outcome_of(judgement) -%}
    {#- A line's judgement in the words that claims use. -#}
    case
        when {{ judgement }} is null then 'unanswered'
        when {{ judgement }} = 'denied' then 'denied'
        when {{ judgement }} = 'pended' then 'pended'
        when {{ judgement }} = 'paid' then 'paid'
        else 'zero_paid'
    end
{%- endmacro %}

{% macro denial_code_key(group_code, carc) -%}
    {#- The key of a denial code: group and CARC. -#}
    {{ group_code }} || '-' || {{ carc }}
{%- endmacro %}
