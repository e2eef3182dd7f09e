{% macro age_span_of(submitted_date, as_of_date) -%}
    {#- How old a claim is on a day, in whole spans of 15 days. -#}
    cast(floor(date_diff('day', {{ submitted_date }}, {{ as_of_date }}) / 15.0) as integer)
{%- endmacro %}
