{{ config(materialized='view') }}
-- noqa: disable=LT02
-- K6 by the day of filing and K9 by the day of the final outcome; an appeal is counted on one of the two days a row.
-- A corrected claim (level 0) is no appeal.
with appeals as (

    select
        *,
        filed_date as period_date,
        true as is_filing
    from {{ ref('fct_appeals') }}
    where level > 0

    union all

    select
        *,
        decided_date as period_date,
        false as is_filing
    from {{ ref('fct_appeals') }}
    where level > 0 and is_final and decided_date is not null

)

select
    {{ denial_columns('denials', place='appeals') }},
    {%- for suffix in ['', '_median', '_p90'] %}
    case when appeals.is_filing and appeals.level = 1 then appeals.days_to_appeal end
        as k6{{ suffix }}_numerator,
    {{ 'case when appeals.is_filing and appeals.level = 1 then 1 end' if not suffix else 'cast(null as integer)' }}
        as k6{{ suffix }}_denominator,
    {%- endfor %}
    case when not appeals.is_filing then cast(appeals.is_overturned as integer) end as k9_numerator,
    case when not appeals.is_filing then 1 end as k9_denominator,
    case when not appeals.is_filing then cast(appeals.outcome = 'overturned' as integer) end as k9_full_numerator,
    case when not appeals.is_filing then 1 end as k9_full_denominator,
    true as is_answer_due,
    appeals.period_date
from appeals
inner join {{ ref('fct_denials') }} as denials on appeals.denial_id = denials.denial_id
