{{ config(materialized='view') }}
-- noqa: disable=LT02
-- K7, K18, K19 by the day on which a denial was resolved; the last two are empty until touches are recorded.
with touches as (

    select
        denial_id,
        count(*) filter (where actor_kind = 'human') as human_count,
        sum(minutes) filter (where actor_kind = 'human') as human_minutes
    from {{ ref('stg_work__touches') }}
    group by denial_id

),

costed as (

    select
        denials.*,
        case when coalesce(touches.human_count, 0) = 0 then 'auto' else 'manual' end as path,
        coalesce(touches.human_minutes, 0) as human_minutes,
        date_diff('day', denials.first_denied_date, denials.resolved_date) as resolution_days
    from {{ ref('fct_denials') }} as denials
    left join touches on denials.denial_id = touches.denial_id
    where denials.resolved_date is not null

),

recorded as (

    select count(*) > 0 as is_recorded from {{ ref('stg_work__touches') }}

)

select
    costed.claim_id,
    costed.denial_id,
    costed.remittance_id,
    costed.payer_id,
    costed.line_of_business,
    costed.facility_code,
    costed.service_line,
    costed.category as denial_category,
    costed.rendering_provider_id as provider_id,
    costed.file_id,
    costed.byte_offset,
    costed.segment_ordinal,
    costed.resolution_days as k7_numerator,
    1 as k7_denominator,
    costed.resolution_days as k7_median_numerator,
    cast(null as integer) as k7_median_denominator,
    costed.resolution_days as k7_p90_numerator,
    cast(null as integer) as k7_p90_denominator,
    {%- for suffix, path in {'': '%', '_auto': 'auto', '_manual': 'manual'}.items() %}
    case
        when recorded.is_recorded and costed.path like '{{ path }}'
            then costed.human_minutes * inputs.minute_rate_amount + inputs.overhead_amount
    end as k18{{ suffix }}_numerator,
    case
        when recorded.is_recorded and costed.path like '{{ path }}' then 1
    end as k18{{ suffix }}_denominator,
    {%- endfor %}
    case when recorded.is_recorded then cast(costed.path = 'auto' as integer) end as k19_numerator,
    case when recorded.is_recorded then 1 end as k19_denominator,
    true as is_answer_due,
    costed.resolved_date as period_date
from costed
cross join recorded
inner join {{ ref('cost_inputs') }} as inputs on costed.path = inputs.path
