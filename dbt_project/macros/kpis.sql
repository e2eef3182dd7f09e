-- noqa: disable=LT02
{% macro kpi_slug(kpi) -%}
    {{ kpi | lower | replace('-', '_') | replace('@', '_') }}
{%- endmacro %}

{% macro kpi_dimensions() -%}
    payer_id, line_of_business, facility_code, service_line, denial_category, provider_id
{%- endmacro %}

{% macro kpi_sums(family, kpis, quantiles={}) -%}
    {#- The KPIs of one family (one kind of counted thing on one date) summed by period and slice, in one pass a period
        grain: sums over sums, never an average of ratios. Quantiles are taken of a KPI's numerators instead. -#}
    {%- set slices = {
        'payer': 'payer_id', 'line_of_business': 'line_of_business', 'facility': 'facility_code',
        'service_line': 'service_line', 'denial_category': 'denial_category', 'provider': 'provider_id'
    } -%}
    with counted as (

        select
            *,
            {{ period_start("'week'", 'period_date') }} as week_start,
            {{ period_start("'month'", 'period_date') }} as month_start
        from {{ ref(family) }}

    ),

    cells as (
        {%- for grain, start in {
            'all': 'cast(null as date)', 'month': 'month_start', 'week': 'week_start', 'day': 'period_date'
        }.items() %}

        select
            '{{ grain }}' as period_grain,
            {{ start }} as period_start,
            case
                {%- for slice, column in slices.items() %}
                when grouping({{ column }}) = 0 then '{{ slice }}'
                {%- endfor %}
            end as slice_dimension,
            coalesce({{ kpi_dimensions() }}) as slice_value,
            avg(cast(is_answer_due as integer)) >= 0.95 as is_mature,
            {%- for kpi in kpis %}
            sum({{ kpi_slug(kpi) }}_numerator) as {{ kpi_slug(kpi) }}_numerator,
            sum({{ kpi_slug(kpi) }}_denominator) as {{ kpi_slug(kpi) }}_denominator{{ ',' if quantiles or not loop.last }}
            {%- endfor %}
            {%- for kpi, share in quantiles.items() %}
            quantile_cont({{ kpi_slug(kpi) }}_numerator, {{ share }}) as {{ kpi_slug(kpi) }}_numerator,
            cast(null as bigint) as {{ kpi_slug(kpi) }}_denominator{{ ',' if not loop.last }}
            {%- endfor %}
        from counted
        group by grouping sets (
            {%- set lead = '' if grain == 'all' else start %}
            ({{ lead }})
            {%- for column in slices.values() %},
            ({{ lead ~ ', ' if lead }}{{ column }})
            {%- endfor %}
        )
        {%- if grain == 'all' %}
        having count(*) > 0
        {%- endif %}
        {{ 'union all' if not loop.last }}
        {%- endfor %}

    )

    {%- for kpi in kpis + (quantiles.keys() | list) %}

    select
        '{{ kpi.split('@')[0] }}' as kpi_id,
        {{ kpi.split('@')[1] if '@' in kpi else 1 }} as definition_version,
        period_grain,
        period_start,
        slice_dimension,
        slice_value,
        cast({{ kpi_slug(kpi) }}_numerator as decimal(38, 4)) as numerator,
        cast({{ kpi_slug(kpi) }}_denominator as decimal(38, 4)) as denominator,
        is_mature
    from cells
    where {{ kpi_slug(kpi) }}_numerator is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro kpi_members(family, kpis) -%}
    {#- The same family, one row a KPI and counted thing. -#}
    {%- for kpi in kpis %}
    select
        '{{ kpi.split('@')[0] }}' as kpi_id,
        {{ kpi.split('@')[1] if '@' in kpi else 1 }} as definition_version,
        claim_id,
        denial_id,
        remittance_id,
        {{ kpi_dimensions() }},
        file_id,
        byte_offset,
        segment_ordinal,
        cast({{ kpi_slug(kpi) }}_numerator as decimal(38, 4)) as numerator,
        cast({{ kpi_slug(kpi) }}_denominator as decimal(38, 4)) as denominator,
        is_answer_due,
        period_date
    from {{ ref(family) }}
    where {{ kpi_slug(kpi) }}_numerator is not null
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
