{% macro segment_key(segment, file='file_id') -%}
    {#- The key of a row that one segment of one file gave. -#}
    cast({{ file }} as varchar) || '-' || cast({{ segment }} as varchar)
{%- endmacro %}

{% macro tidy(column) -%}
    {#- Text without surrounding blanks; nothing where nothing is left. -#}
    nullif(trim({{ column }}), '')
{%- endmacro %}

{% macro payer_key(id, name) -%}
    {#- The payer's own id, else its name, else 'unknown': a fact always finds its payer. -#}
    upper(coalesce({{ tidy(id) }}, {{ tidy(name) }}, 'unknown'))
{%- endmacro %}

{% macro claim_key(npi, patient_control_number) -%}
    {#- A claim's own key before lineages are resolved. -#}
    coalesce({{ npi }} || '-', '') || {{ patient_control_number }}
{%- endmacro %}
