-- noqa: disable=LT02
{% macro kept(mart, columns, fresh) -%}
    {#- What a kept mart held in the lake before this build, as far as it was ever published; where nothing is there,
        no row of `fresh`. A mart that reads this and adds to it grows from build to build; it loses what a build wrote
        that nobody saw. -#}
    {%- set asked -%}
        select count(*) from duckdb_columns()
        where database_name = 'lake' and schema_name = 'marts' and table_name = '{{ mart }}'
    {%- endset -%}
    {%- set is_there = execute and run_query(asked).columns[0].values()[0] > 0 -%}
    select {{ columns | join(', ') }}
    {% if is_there -%}
    from lake.marts.{{ mart }}
    where build_id <= '{{ env_var('OVERTURN_PUBLISHED_BUILD_ID', '') }}'
    {%- else -%}
    from {{ fresh }}
    where false
    {%- endif -%}
{%- endmacro %}

{% macro build_id() -%}
    {#- The id of this build; one that dbt was asked for by hand is never published. -#}
    '{{ env_var('OVERTURN_BUILD_ID', 'unpublished') }}'
{%- endmacro %}

{% macro build_time() -%}
    {#- When this build began, in UTC, which its id begins with. -#}
    try_strptime(left({{ build_id() }}, 15), '%Y%m%dT%H%M%S')
{%- endmacro %}

{% macro rollup_columns() -%}
    {{ return([
        'figure_id', 'kpi_id', 'name', 'period_grain', 'slice_dimension', 'slice_value', 'unit', 'build_id',
        'definition_version', 'revision', 'last_batch_id', 'quarantined_claim_count', 'numerator', 'denominator',
        'value', 'is_mature', 'rollup_date', 'period_start', 'period_end', 'frozen_at'
    ]) }}
{%- endmacro %}

{% macro counted_as(noun, count, amount) -%}
    {#- "3 late claims ($1,200.00)", or nothing where there are none. -#}
    case
        when {{ count }} > 0
            then cast({{ count }} as varchar) || ' {{ noun }} ($' || cast({{ amount }} as varchar) || ')'
    end
{%- endmacro %}
