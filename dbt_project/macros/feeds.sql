-- noqa: disable=LT02
{% macro latest_rows(table, key, first=none) -%}
    {#- A feed's table with one row a key: of rows that say the same thing anew, the one that was received last. `first`
        is an ordering that goes before it. No landing order is in it, so every order of landing gives the same rows. -#}
    select source.*
    from {{ source('raw', table) }} as source
    inner join {{ ref('stg_x12__files') }} as files
        on source.file_id = files.file_id and files.file_status = 'loaded'
    qualify row_number() over (
        partition by {% for column in key %}source.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
        order by
            {% if first %}{{ first }}, {% endif -%}
            files.received_at desc, source.file_id desc, source.line_number desc
    ) = 1
{%- endmacro %}

{% macro denial_columns(denials, place=none) -%}
    {#- What every KPI of denials says of one: its keys, the dimensions it is split by, and the place that it is read
        from, its own or that of the row which counts. -#}
    {%- set place = place or denials -%}
    {{ denials }}.claim_id,
    {{ denials }}.denial_id,
    {{ denials }}.remittance_id,
    {{ denials }}.payer_id,
    {{ denials }}.line_of_business,
    {{ denials }}.facility_code,
    {{ denials }}.service_line,
    {{ denials }}.category as denial_category,
    {{ denials }}.rendering_provider_id as provider_id,
    {{ place }}.file_id,
    {{ place }}.byte_offset,
    {{ place }}.segment_ordinal
{%- endmacro %}
