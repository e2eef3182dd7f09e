{% macro generate_schema_name(custom_schema_name, node) -%}
    {#- A layer's schema is its own name, whatever the target's default schema is. -#}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
