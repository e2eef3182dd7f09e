{{ config(materialized='view') }}
-- K20 by the deadline of an open denial's clock, from the first day on which work was recorded: silence is no proof of
-- neglect. An entry in the work log is an action, an appeal or corrected claim too.
with acted as (

    select denial_id from {{ ref('int_touches_matched') }}
    union
    select denial_id from {{ ref('int_appeals_matched') }}

),

recorded as (

    select min(worked_date) as first_date from {{ ref('stg_work__touches') }}

)

select
    {{ denial_columns('denials') }},
    cast(acted.denial_id is null as integer) as k20_numerator,
    1 as k20_denominator,
    true as is_answer_due,
    clocks.deadline_date as period_date
from {{ ref('fct_appeal_clocks') }} as clocks
inner join {{ ref('fct_denials') }} as denials on clocks.denial_id = denials.denial_id
cross join recorded
left join acted on clocks.denial_id = acted.denial_id
where clocks.deadline_date >= recorded.first_date and clocks.deadline_date < clocks.data_through_date
