{% macro line_content(procedure, revenue, charge) -%}
    {#- What tells a line from its neighbours where no control number does. -#}
    coalesce({{ procedure }}, {{ revenue }}, 'none') || '|' || cast(abs({{ charge }}) as varchar)
{%- endmacro %}

{% macro procedure_key(procedure, revenue) -%}
    {#- The procedure of a line: its code, else its revenue code. -#}
    coalesce({{ procedure }}, {{ revenue }}, 'none')
{%- endmacro %}
