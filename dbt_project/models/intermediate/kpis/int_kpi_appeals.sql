{{ config(materialized='view') }}
-- noqa: disable=LT02
-- K6 by the day of filing and K9 by the day of the final outcome; an appeal is counted on one of the two days a row.
with appeals as (

    select
        *,
        filed_date as period_date,
        true as is_filing
    from {{ ref('stg_work__appeals') }}
    where filed_date is not null

    union all

    select
        *,
        decided_date as period_date,
        false as is_filing
    from {{ ref('stg_work__appeals') }}
    where outcome in ('overturned', 'partly_overturned', 'upheld') and decided_date is not null

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
    {%- set days = "date_diff('day', denials.first_denied_date, appeals.filed_date)" %}
    {%- for suffix in ['', '_median', '_p90'] %}
    case when appeals.is_filing and appeals.level = 1 then {{ days }} end as k6{{ suffix }}_numerator,
    {{ 'case when appeals.is_filing and appeals.level = 1 then 1 end' if not suffix else 'cast(null as integer)' }}
        as k6{{ suffix }}_denominator,
    {%- endfor %}
    case when not appeals.is_filing then cast(appeals.outcome <> 'upheld' as integer) end as k9_numerator,
    case when not appeals.is_filing then 1 end as k9_denominator,
    case when not appeals.is_filing then cast(appeals.outcome = 'overturned' as integer) end as k9_full_numerator,
    case when not appeals.is_filing then 1 end as k9_full_denominator,
    true as is_answer_due,
    appeals.period_date
from appeals
inner join {{ ref('fct_denials') }} as denials on appeals.denial_id = denials.denial_id
