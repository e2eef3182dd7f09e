{{ config(materialized='view') }}
-- What was asked before a claim left and what took it in: 271, 278 and 277CA.
with eligibility as (

    select
        members.claim_id,
        answers.answered_date as event_date,
        -2 as step,
        'eligibility_' || answers.eligibility_status as event_kind,
        'Coverage ' || replace(answers.eligibility_status, 'refused', 'not told') as title,
        concat_ws(
            ', ', 'asked for ' || cast(answers.asked_for_date as varchar),
            'coverage ends ' || cast(answers.coverage_end_date as varchar),
            case when answers.has_other_coverage then 'other coverage' end
        ) as detail,
        checks.file_id,
        checks.byte_offset,
        checks.segment_ordinal
    from {{ ref('int_members_at_submission') }} as members
    inner join {{ ref('stg_x12__eligibility_answers') }} as answers
        on
            members.member_key = answers.member_key
            and members.payer_id = answers.payer_id
            and members.service_from_date = answers.asked_for_date
            and members.submitted_date >= answers.answered_date
    inner join {{ ref('fct_eligibility_checks') }} as checks
        on answers.eligibility_answer_id = checks.eligibility_check_id

),

authorizations as (

    select
        claims.claim_id,
        coalesce(decisions.decided_date, claims.service_from_date, claims.submitted_date) as event_date,
        -1 as step,
        'authorization_' || decisions.decision as event_kind,
        'Authorization ' || replace(decisions.decision, '_', ' ') as title,
        'number ' || decisions.authorization_number as detail,
        decisions.file_id,
        decisions.byte_offset,
        decisions.segment_ordinal
    from {{ ref('fct_claims') }} as claims
    inner join {{ ref('fct_authorizations') }} as decisions
        on claims.prior_authorization_number = decisions.authorization_number

),

acknowledgements as (

    select
        claims.claim_id,
        statuses.status_date as event_date,
        1 as step,
        case when statuses.category_code in ('A0', 'A1', 'A2') then 'acknowledged' else 'rejected' end as event_kind,
        case statuses.category_code
            when 'A0' then 'Passed on to the payer'
            when 'A1' then 'Received by the payer'
            when 'A2' then 'Taken in for adjudication'
            else 'Rejected before adjudication'
        end as title,
        'status ' || concat_ws(':', statuses.category_code, statuses.status_code, statuses.entity_code) as detail,
        statuses.file_id,
        statuses.byte_offset,
        statuses.segment_ordinal
    from {{ ref('fct_claims') }} as claims
    inner join {{ ref('stg_x12__claim_acknowledgements') }} as acknowledged
        on claims.patient_control_number = acknowledged.patient_control_number
    inner join {{ ref('stg_x12__acknowledgement_statuses') }} as statuses
        on acknowledged.claim_acknowledgement_id = statuses.claim_acknowledgement_id

),

united as (

    select * from eligibility
    union all
    select * from authorizations
    union all
    select * from acknowledgements

)

select
    claim_id,
    event_date,
    cast(step as integer) as step,
    event_kind,
    title,
    detail,
    cast(null as decimal(18, 2)) as amount,
    cast(null as decimal(18, 2)) as denied_amount,
    cast(null as decimal(18, 2)) as patient_responsibility_amount,
    cast(null as varchar) as remittance_id,
    file_id,
    byte_offset,
    segment_ordinal
from united
