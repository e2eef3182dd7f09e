{% macro wilson(count, total, side) -%}
    {#- One end of the 95 % Wilson score interval of count out of total; side is -1 or 1. Nothing where total is 0. -#}
    case
        when {{ total }} > 0
            then round(
                (
                    ({{ count }}) + 1.920729
                    {{ '+' if side > 0 else '-' }} 1.959964 * sqrt(
                        greatest(
                            cast({{ count }} as double) * (({{ total }}) - ({{ count }})) / ({{ total }}) + 0.960365, 0
                        )
                    )
                ) / (({{ total }}) + 3.841459), 6
            )
    end
{%- endmacro %}

{% macro share(part, whole) -%}
    {#- Part of the whole, rounded to a millionth; nothing where the whole is nothing. -#}
    round(cast({{ part }} as double) / nullif(cast({{ whole }} as double), 0), 6)
{%- endmacro %}
