{{ config(materialized='view') }}
-- K20 by the deadline of an open denial's clock; empty until touches are recorded: silence is no proof of neglect.
with worked as (

    select distinct denial_id from {{ ref('stg_work__touches') }}

),

recorded as (

    select count(*) > 0 as is_recorded from {{ ref('stg_work__touches') }}

)

select
    denials.claim_id,
    denials.denial_id,
    denials.remittance_id,
    denials.payer_id,
    denials.line_of_business,
    denials.facility_code,
    denials.service_line,
    denials.category as denial_category,
    denials.rendering_provider_id as provider_id,
    denials.file_id,
    denials.byte_offset,
    denials.segment_ordinal,
    cast(worked.denial_id is null as integer) as k20_numerator,
    1 as k20_denominator,
    true as is_answer_due,
    clocks.deadline_date as period_date
from {{ ref('fct_appeal_clocks') }} as clocks
inner join {{ ref('fct_denials') }} as denials on clocks.denial_id = denials.denial_id
cross join recorded
left join worked on clocks.denial_id = worked.denial_id
where recorded.is_recorded and clocks.deadline_date < clocks.data_through_date
