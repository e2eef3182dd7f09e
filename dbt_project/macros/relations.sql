{% macro duckdb__list_relations_without_caching(schema_relation) %}
    {#- The adapter asks information_schema.tables, which counts the rows of every table of the lake each time. -#}
    {%- call statement('list_relations_without_caching', fetch_result=True) -%}
        with views as (

            select view_name from duckdb_views()
            where
                lower(database_name) = '{{ schema_relation.database | lower }}'
                and lower(schema_name) = '{{ schema_relation.schema | lower }}'

        )

        select distinct
            '{{ schema_relation.database }}' as database,
            named.table_name as name,
            named.schema_name as schema,
            case when views.view_name is null then 'table' else 'view' end as type
        from duckdb_columns() as named
        left join views on named.table_name = views.view_name
        where
            lower(named.database_name) = '{{ schema_relation.database | lower }}'
            and lower(named.schema_name) = '{{ schema_relation.schema | lower }}'
    {%- endcall -%}
    {{ return(load_result('list_relations_without_caching').table) }}
{% endmacro %}

{% macro drop_indexes_on_relation(relation) %}
    {#- No model has an index; the adapter looks for some before each replacement, through every table of the lake. -#}
{% endmacro %}
