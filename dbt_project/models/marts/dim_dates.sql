with bounds as (

    select
        coalesce(min(submitted_date), date '2025-01-01') as first_date,
        coalesce(max(greatest(submitted_date, coalesce(last_remitted_date, submitted_date))), date '2025-01-01')
            as last_date
    from {{ ref('fct_claims') }}

),

days as (

    select cast(day as date) as date_day
    from bounds
    cross join unnest(generate_series(first_date, last_date, interval 1 day)) as series (day)

)

select
    date_day,
    cast(date_trunc('week', date_day) as date) as week_start,
    cast(date_trunc('month', date_day) as date) as month_start,
    cast(extract(year from date_day) as integer) as year_number,
    cast(extract(month from date_day) as integer) as month_number,
    extract(isodow from date_day) >= 6 as is_weekend
from days
