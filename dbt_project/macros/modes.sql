{% macro most_frequent(column) -%}
    {#- The value that stands in most rows of a group; of several the first by alphabet, whatever the rows' order. -#}
    list_extract(
        list_transform(
            list_sort(
                list_transform(
                    map_entries(histogram({{ column }})), entry -> {'rank': -cast(entry.value as bigint), 'name': entry.key}
                )
            ),
            entry -> entry.name
        ), 1
    )
{%- endmacro %}
