{% macro period_start(grain, day) -%}
    {#- The first day of the period that a day lies in; nothing for the whole history. -#}
    case {{ grain }}
        when 'month' then cast(date_trunc('month', {{ day }}) as date)
        when 'week' then cast(date_trunc('week', {{ day }}) as date)
        when 'day' then {{ day }}
    end
{%- endmacro %}

{% macro period_end(grain, start) -%}
    {#- The last day of the period that begins on a day. -#}
    case {{ grain }}
        when 'month' then cast({{ start }} + interval 1 month - interval 1 day as date)
        when 'week' then cast({{ start }} + interval 6 day as date)
        when 'day' then {{ start }}
    end
{%- endmacro %}
