-- noqa: disable=LT02
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

    {{ each.name }}_sums as (

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
            {%- for name, weight in weights_of(each).items() %},
            coalesce(sum({{ weight }}) over so_far, 0) as {{ name }}_weight
            {%- endfor %}
        from {{ each.name }}_days
        window
            so_far as (
                partition by {{ key }} order by day range between unbounded preceding and interval 1 day preceding
            ),
            {%- for window in days %}
            last_{{ window }} as (
                partition by {{ key }} order by day
                range between interval {{ window }} days preceding and interval 1 day preceding
            ){{ '' if loop.last else ',' }}
            {%- endfor %}

    ),

    {{ each.name }}_history as (

        select
            *
            {%- for name in weights_of(each) %},
            {{ name }}_weight - least(min({{ name }}_weight) over (partition by {{ key }} order by day), 0)
                as {{ name }}_evidence
            {%- endfor %}
        from {{ each.name }}_sums

    )
{%- endmacro %}

{% macro weights_of(each) -%}
    {#- What one day adds to the log-odds that a rule holds, by the name of the rule. Their sum since the day when the
        rule began, if it began, is the most that any such day gives: the sum less its lowest value so far. -#}
    {%- set found = {} -%}
    {%- for reason, rates in each.get('rules', {}).items() -%}
        {%- do found.update({reason: weight_of(reason ~ '_count', 'answered', rates)}) -%}
    {%- endfor -%}
    {%- for custom, rates in each.get('customs', {}).items() -%}
        {%- do found.update({custom: weight_of(custom ~ '_count', 'sent', rates)}) -%}
    {%- endfor -%}
    {{ return(found) }}
{%- endmacro %}

{% macro weight_of(hits, trials, rates) -%}
    {#- The log-likelihood ratio of so many hits in so many trials, at the one rate against at the other. -#}
    {{ hits }} * ln({{ rates[0] / rates[1] }}) + ({{ trials }} - {{ hits }}) * ln({{ (1 - rates[0]) / (1 - rates[1]) }})
{%- endmacro %}
