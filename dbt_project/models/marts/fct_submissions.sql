-- R13: the funnel of what was sent: set taken in (999), claim taken in (277CA), answered. A rejection is no denial.
with submissions as (

    select * from {{ ref('int_submissions_sequenced') }}

),

set_answers as (

    select
        group_control_number,
        set_control_number,
        max_by(status_code, file_id) as status_code
    from {{ ref('stg_x12__set_acknowledgements') }}
    group by group_control_number, set_control_number

),

claim_answers as (

    select
        claims.patient_control_number,
        statuses.category_code,
        statuses.status_code,
        statuses.status_date,
        statuses.segment_ordinal,
        statuses.file_id,
        statuses.category_code in ('A3', 'A4', 'A6', 'A7', 'A8') as is_rejected
    from {{ ref('stg_x12__claim_acknowledgements') }} as claims
    inner join {{ ref('stg_x12__acknowledgement_statuses') }} as statuses
        on claims.claim_acknowledgement_id = statuses.claim_acknowledgement_id

),

spans as (

    select
        submissions.*,
        lead(submitted_date) over (partition by own_key order by submission_number) as next_submitted_date
    from submissions

),

acknowledged as (

    select
        spans.submitted_claim_id,
        answers.category_code,
        answers.status_code,
        answers.is_rejected,
        answers.status_date
    from spans
    inner join claim_answers as answers
        on
            spans.patient_control_number = answers.patient_control_number
            and spans.submitted_date <= answers.status_date
            and (spans.next_submitted_date is null or spans.next_submitted_date > answers.status_date)
    qualify row_number() over (
        partition by spans.submitted_claim_id
        order by answers.status_date desc, answers.is_rejected desc, answers.file_id, answers.segment_ordinal
    ) = 1

)

select
    submissions.submitted_claim_id as submission_id,
    submissions.claim_id,
    submissions.payer_id,
    submissions.patient_control_number,
    submissions.frequency_code,
    set_answers.status_code as set_status_code,
    acknowledged.category_code as claim_category_code,
    acknowledged.status_code as claim_status_code,
    case
        when set_answers.status_code in ('R', 'M', 'W', 'X') then 'set_rejected'
        when acknowledged.is_rejected then 'claim_rejected'
        when claims.is_answered then 'answered'
        when acknowledged.submitted_claim_id is not null then 'claim_accepted'
        when set_answers.status_code is not null then 'set_accepted'
        else 'sent'
    end as funnel_stage,
    cast(submissions.submission_number as integer) as submission_number,
    cast(submissions.charge_amount as decimal(18, 2)) as charge_amount,
    acknowledged.submitted_claim_id is not null as is_acknowledged,
    acknowledged.submitted_claim_id is not null and not acknowledged.is_rejected as is_accepted,
    submissions.submitted_date,
    acknowledged.status_date as acknowledged_date,
    submissions.file_id,
    submissions.byte_offset,
    submissions.segment_ordinal
from submissions
inner join {{ ref('fct_claims') }} as claims on submissions.claim_id = claims.claim_id
left join set_answers
    on
        submissions.group_control_number = set_answers.group_control_number
        and submissions.set_control_number = set_answers.set_control_number
left join acknowledged on submissions.submitted_claim_id = acknowledged.submitted_claim_id
