{% macro envelope_order(rows) -%}
    {#- The order in which a sender sent: by the interchange's own stamp and number, then by place; the file's hash only
        tells copies apart. No landing order is in it, so every order of landing gives the same marts. -#}
    {{ rows }}.sent_stamp, {{ rows }}.interchange_control_number, {{ rows }}.segment_ordinal, {{ rows }}.file_id
{%- endmacro %}
