-- noqa: disable=LT02
{% macro optional_source(table, columns) -%}
    {#- A raw table that not every site has: its rows where it landed, else no row under the same columns. -#}
    {%- set landed = adapter.get_relation(target.database, 'raw', table) if execute else none -%}
    select
        {%- for name, type in columns.items() %}
        cast({{ name if landed else 'null' }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    {% if landed %}from {{ landed }}{% else %}where false{% endif %}
{%- endmacro %}
