-- What each payer was called and which line of business it stood for, by time: a past fact finds its own version.
with seen as (

    select
        payer_id,
        coalesce(payer_name, payer_id) as payer_name,
        {{ line_of_business_of('filing_indicator_code') }} as line_of_business,
        submitted_date
    from {{ ref('int_submissions_identified') }}
    where submitted_date is not null

),

daily as (

    -- Several plans of one payer on one day: the one with most claims speaks, ties by name.
    select
        payer_id,
        submitted_date,
        payer_name,
        line_of_business
    from seen
    group by payer_id, submitted_date, payer_name, line_of_business
    qualify row_number() over (
        partition by payer_id, submitted_date order by count(*) desc, line_of_business, payer_name
    ) = 1

),

marked as (

    select
        *,
        coalesce(
            payer_name <> lag(payer_name) over (partition by payer_id order by submitted_date)
            or line_of_business <> lag(line_of_business) over (partition by payer_id order by submitted_date),
            true
        ) as is_change
    from daily

)

select
    payer_id || '|' || cast(submitted_date as varchar) as payer_version_id,
    payer_id,
    payer_name,
    line_of_business,
    lead(submitted_date) over (partition by payer_id order by submitted_date) is null as is_current,
    submitted_date as valid_from_date,
    cast(lead(submitted_date) over (partition by payer_id order by submitted_date) - interval 1 day as date)
        as valid_to_date
from marked
where is_change
