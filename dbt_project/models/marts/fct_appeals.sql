-- Corrected claims (level 0) and appeals, each once, with the largest denial that it answers.
with appeals as (

    select * from {{ ref('stg_work__appeals') }}

),

matched as (

    select
        appeal_id,
        max(case when is_lead then denial_id end) as denial_id,
        count(*) as denial_count,
        sum(denied_amount) as denied_amount
    from {{ ref('int_appeals_matched') }}
    group by appeal_id

),

claims as (

    select * from {{ ref('int_claims_by_control_number') }}

)

select
    appeals.appeal_id,
    claims.claim_id,
    matched.denial_id,
    coalesce(denials.payer_id, 'UNKNOWN') as payer_id,
    denials.carc,
    denials.category,
    appeals.outcome,
    cast(appeals.level as integer) as level,
    cast(coalesce(matched.denial_count, 0) as integer) as denial_count,
    cast(date_diff('day', denials.first_denied_date, appeals.filed_date) as integer) as days_to_appeal,
    cast(date_diff('day', appeals.filed_date, appeals.decided_date) as integer) as days_to_decision,
    cast(coalesce(matched.denied_amount, 0) as decimal(18, 2)) as denied_amount,
    appeals.outcome in ('overturned', 'partly_overturned', 'upheld') as is_final,
    appeals.outcome in ('overturned', 'partly_overturned') as is_overturned,
    appeals.filed_date,
    appeals.decided_date,
    appeals.file_id,
    appeals.byte_offset,
    cast(appeals.line_number as integer) as segment_ordinal
from appeals
left join matched on appeals.appeal_id = matched.appeal_id
left join claims on appeals.patient_control_number = claims.patient_control_number
left join {{ ref('fct_denials') }} as denials on matched.denial_id = denials.denial_id
