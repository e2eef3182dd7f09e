{% macro without_quarantined(claim_segment='claim_segment') -%}
    {#- A claim leaves the marts whole when a quality check has quarantined one of its rows, or its set. -#}
    not exists (
        select 1
        from {{ ref('stg_x12__quarantined_claims') }} as quarantined
        where
            quarantined.file_id = source.file_id
            and (quarantined.claim_segment = source.{{ claim_segment }} or quarantined.is_whole_set)
            and (quarantined.set_segment is null or quarantined.set_segment = source.set_segment)
    )
{%- endmacro %}
