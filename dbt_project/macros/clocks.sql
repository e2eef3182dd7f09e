{% macro is_fixed_holiday(day) -%}
    {#- Whether a federal holiday with a fixed date lies on this day, before it is moved off a weekend. -#}
    (
        (extract(month from {{ day }}) = 1 and extract(day from {{ day }}) = 1)
        or (extract(month from {{ day }}) = 6 and extract(day from {{ day }}) = 19 and extract(year from {{ day }}) >= 2021)
        or (extract(month from {{ day }}) = 7 and extract(day from {{ day }}) = 4)
        or (extract(month from {{ day }}) = 11 and extract(day from {{ day }}) = 11)
        or (extract(month from {{ day }}) = 12 and extract(day from {{ day }}) = 25)
    )
{%- endmacro %}

{% macro is_weekday_holiday(day) -%}
    {#- Whether a federal holiday that is the nth or last weekday of its month lies on this day. -#}
    case extract(isodow from {{ day }})
        when 1 then
            (extract(month from {{ day }}) in (1, 2) and extract(day from {{ day }}) between 15 and 21)
            or (extract(month from {{ day }}) = 5 and extract(day from {{ day }}) >= 25)
            or (extract(month from {{ day }}) = 9 and extract(day from {{ day }}) <= 7)
            or (extract(month from {{ day }}) = 10 and extract(day from {{ day }}) between 8 and 14)
        when 4 then extract(month from {{ day }}) = 11 and extract(day from {{ day }}) between 22 and 28
        else false
    end
{%- endmacro %}

{% macro local_date(at, zone) -%}
    {#- The day on the wall of a time zone at a moment that is stored as UTC without a zone. -#}
    cast((({{ at }} at time zone 'UTC') at time zone {{ zone }}) as date)
{%- endmacro %}

{% macro deadline_bucket_of(status, days_left) -%}
    {#- How near a deadline is; the words sort as they are read: most urgent first. -#}
    case
        when {{ status }} = 'no_appeal_right' then '8 no appeal right'
        when {{ status }} = 'unknown' then '7 unknown'
        when {{ days_left }} < 0 then '0 missed'
        when {{ days_left }} <= 7 then '1 within 7 days'
        when {{ days_left }} <= 14 then '2 8 to 14 days'
        when {{ days_left }} <= 30 then '3 15 to 30 days'
        when {{ days_left }} <= 60 then '4 31 to 60 days'
        when {{ days_left }} <= 120 then '5 61 to 120 days'
        else '6 over 120 days'
    end
{%- endmacro %}

{% macro value_band_of(amount) -%}
    {#- How much is at stake, in bands that sort as they are read. -#}
    case
        when {{ amount }} < 250 then '1 under $250'
        when {{ amount }} < 1000 then '2 $250 to $999'
        when {{ amount }} < 5000 then '3 $1,000 to $4,999'
        when {{ amount }} < 25000 then '4 $5,000 to $24,999'
        else '5 $25,000 and more'
    end
{%- endmacro %}

{% macro age_band_of(days) -%}
    {#- How old an open item is, in the bands that accounts receivable are aged by. -#}
    case
        when {{ days }} <= 30 then '1 0 to 30 days'
        when {{ days }} <= 60 then '2 31 to 60 days'
        when {{ days }} <= 90 then '3 61 to 90 days'
        when {{ days }} <= 120 then '4 91 to 120 days'
        else '5 over 120 days'
    end
{%- endmacro %}
