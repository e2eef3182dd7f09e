{% macro cents_share(total, weight, group, order) -%}
    {#- A row's share of a total by weight, in whole cents that add up: running totals are cut, not shares. -#}
    {%- set running -%} sum({{ weight }}) over (partition by {{ group }} order by {{ order }}) {%- endset -%}
    {%- set whole -%} sum({{ weight }}) over (partition by {{ group }}) {%- endset -%}
    cast(
        coalesce({{ whole_cents(total) }} * {{ whole_cents(running) }} // nullif({{ whole_cents(whole) }}, 0), 0)
        - coalesce(
            {{ whole_cents(total) }} * {{ whole_cents(running ~ ' - ' ~ weight) }}
            // nullif({{ whole_cents(whole) }}, 0), 0
        ) as decimal(18, 0)
    ) * 0.01
{%- endmacro %}

{% macro whole_cents(amount) -%}
    cast(({{ amount }}) * 100 as hugeint)
{%- endmacro %}

{% macro to_cents(amount) -%}
    cast(round({{ amount }}, 2) as decimal(18, 2))
{%- endmacro %}
