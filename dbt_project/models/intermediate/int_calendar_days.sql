-- R22: every day with the federal holidays, and a running number of business days to count windows by.
with days as (

    select cast(day as date) as date_day
    from unnest(generate_series(date '2000-01-01', date '2079-12-31', interval 1 day)) as series (day)

),

marked as (

    select
        date_day,
        extract(isodow from date_day) >= 6 as is_weekend,
        {{ is_weekday_holiday('date_day') }}
        or (extract(isodow from date_day) <= 5 and {{ is_fixed_holiday('date_day') }})
        or (extract(isodow from date_day) = 5 and {{ is_fixed_holiday('(date_day + 1)') }})
        or (extract(isodow from date_day) = 1 and {{ is_fixed_holiday('(date_day - 1)') }}) as is_holiday
    from days

),

numbered as (

    select
        date_day,
        is_weekend,
        is_holiday,
        not is_weekend and not is_holiday as is_business_day,
        cast(
            count(*) filter (where not is_weekend and not is_holiday) over (order by date_day) as integer
        ) as business_day_number
    from marked

)

select
    *,
    min(case when is_business_day then date_day end) over (
        order by date_day rows between current row and unbounded following
    ) as next_business_date
from numbered
