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
