{{ config(materialized='view') }}
-- noqa: disable=LT02
-- K7, K18, K19 by the day on which a denial was resolved; the last two from the first day on which work was recorded.
-- Each denial costs whole cents, so that slices add up to their whole.
with touches as (

    select
        denial_id,
        count(*) filter (where actor_kind = 'human') as human_count,
        sum(minutes) filter (where actor_kind = 'human') as human_minutes
    from {{ ref('int_touches_matched') }}
    group by denial_id

),

recorded as (

    select min(worked_date) as first_date from {{ ref('stg_work__touches') }}

),

costed as (

    select
        denials.*,
        case when coalesce(touches.human_count, 0) = 0 then 'auto' else 'manual' end as path,
        coalesce(touches.human_minutes, 0) as human_minutes,
        date_diff('day', denials.first_denied_date, denials.resolved_date) as resolution_days,
        coalesce(denials.resolved_date >= recorded.first_date, false) as is_recorded
    from {{ ref('fct_denials') }} as denials
    cross join recorded
    left join touches on denials.denial_id = touches.denial_id
    where denials.resolved_date is not null

)

select
    {{ denial_columns('costed') }},
    costed.resolution_days as k7_numerator,
    1 as k7_denominator,
    costed.resolution_days as k7_median_numerator,
    cast(null as integer) as k7_median_denominator,
    costed.resolution_days as k7_p90_numerator,
    cast(null as integer) as k7_p90_denominator,
    {%- for suffix, path in {'': '%', '_auto': 'auto', '_manual': 'manual'}.items() %}
    case
        when costed.is_recorded and costed.path like '{{ path }}'
            then {{ to_cents('costed.human_minutes * inputs.minute_rate_amount + inputs.overhead_amount') }}
    end as k18{{ suffix }}_numerator,
    case
        when costed.is_recorded and costed.path like '{{ path }}' then 1
    end as k18{{ suffix }}_denominator,
    {%- endfor %}
    case when costed.is_recorded then cast(costed.path = 'auto' as integer) end as k19_numerator,
    case when costed.is_recorded then 1 end as k19_denominator,
    true as is_answer_due,
    costed.resolved_date as period_date
from costed
inner join {{ ref('cost_inputs') }} as inputs on costed.path = inputs.path
