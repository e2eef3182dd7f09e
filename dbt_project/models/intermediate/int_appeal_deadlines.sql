-- R22: when each rule's clock starts and ends; the first day is not counted, the last day is the deadline.
with candidates as (

    select * from {{ ref('int_appeal_candidates') }}

),

calendar as (

    select * from {{ ref('int_calendar_days') }}

),

started as (

    select
        * exclude (clock_start),
        case
            when clock_start = 'received_date' and received_at is not null then 'received_date'
            else 'notice_date'
        end as clock_start,
        case
            when clock_start = 'received_date' and received_at is not null
                then {{ local_date('received_at', 'time_zone') }}
            else notice_date
        end as clock_start_date
    from candidates

),

counted as (

    select
        started.*,
        case
            when started.window_unit = 'business_days' then business_end.date_day
            else started.clock_start_date + started.window_length
        end as counted_date
    from started
    inner join calendar as first_day on started.clock_start_date = first_day.date_day
    left join calendar as business_end
        on
            started.window_unit = 'business_days'
            and business_end.is_business_day
            and business_end.business_day_number = first_day.business_day_number + started.window_length

)

select
    counted.denial_id,
    counted.rule_id,
    counted.level_name,
    counted.window_unit,
    counted.clock_start,
    counted.last_day_rule,
    counted.rule_status,
    counted.rule_source,
    counted.time_zone,
    counted.level,
    counted.window_length,
    counted.clock_start_date,
    case
        when counted.last_day_rule = 'next_business_day' then last_day.next_business_date
        else counted.counted_date
    end as deadline_date
from counted
left join calendar as last_day on counted.counted_date = last_day.date_day
