{# No row without a value, no value in two rows; says which fault and how many rows, never the value. #}
{% test is_key(model, column_name) %}
    select
        case when {{ column_name }} is null then 'empty' else 'repeated' end as fault,
        count(*) as row_count
    from {{ model }}
    group by {{ column_name }}
    having {{ column_name }} is null or count(*) > 1
{% endtest %}
