-- G12: a claim neither acknowledged by 277CA nor answered for five days, where its payer does acknowledge.
with acknowledged as (

    select distinct patient_control_number
    from {{ ref('stg_x12__claim_acknowledgements') }}

),

through as (

    select max(data_through) as data_through_date from {{ ref('int_answer_lags') }}

),

claims as (

    select
        claims.*,
        acknowledged.patient_control_number is not null as is_acknowledged
    from {{ ref('fct_claims') }} as claims
    left join acknowledged on claims.patient_control_number = acknowledged.patient_control_number
    where claims.is_submission_seen and not claims.is_voided

),

payers as (

    select payer_id
    from claims
    group by payer_id
    having bool_or(is_acknowledged)

)

select
    'missing_acknowledgement' as signal_kind,
    claims.claim_id as subject_id,
    claims.claim_id,
    claims.payer_id,
    'no 277CA and no answer '
    || cast(date_diff('day', claims.submitted_date, through.data_through_date) as varchar)
    || ' days after submission' as evidence,
    claims.charge_amount as signal_amount,
    claims.submitted_date + 5 as signal_date,
    claims.file_id,
    claims.byte_offset,
    claims.segment_ordinal
from claims
cross join through
inner join payers on claims.payer_id = payers.payer_id
where not claims.is_acknowledged and not claims.is_answered and claims.submitted_date + 5 <= through.data_through_date
