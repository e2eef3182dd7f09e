{% macro claim_columns(counted, remittance_id, category='claims') -%}
    {#- What every KPI of claims says of what it counts (a claim, or a submission or answer of one): its keys, the
        dimensions it is split by, those of its claim, and the place that it is read from. -#}
    {{ counted }}.claim_id,
    cast(null as varchar) as denial_id,
    {{ remittance_id }} as remittance_id,
    {{ counted }}.payer_id,
    claims.line_of_business,
    coalesce(claims.facility_code, 'none') as facility_code,
    claims.service_line,
    coalesce({{ category }}.denial_category, 'none') as denial_category,
    claims.rendering_provider_id as provider_id,
    {{ counted }}.file_id,
    {{ counted }}.byte_offset,
    {{ counted }}.segment_ordinal
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
