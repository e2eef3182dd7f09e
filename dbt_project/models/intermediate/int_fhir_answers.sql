-- R1: what a payer decided by FHIR alone: the newest decision on a claim that no 835 has answered. Denied is what the
-- payer calls so; a response that says neither that nor how much it pays decides nothing.
with responses as (

    select
        responses.*,
        requests.charge_amount as requested_amount,
        coalesce(responses.patient_control_number, requests.patient_control_number) as claim_number
    from {{ ref('stg_fhir__claim_responses') }} as responses
    left join {{ ref('stg_fhir__claims') }} as requests on responses.request_id = requests.resource_id
    where responses.use = 'claim' and responses.outcome in ('complete', 'partial')

),

known as (

    select
        submissions.patient_control_number,
        submissions.own_key,
        resolved.claim_id,
        submissions.payer_id,
        submissions.charge_amount
    from {{ ref('int_submissions_identified') }} as submissions
    inner join {{ ref('int_claim_keys_resolved') }} as resolved on submissions.own_key = resolved.own_key

    union all

    select
        keyed.patient_control_number,
        keyed.own_key,
        keyed.own_key as claim_id,
        claims.payer_id,
        claims.charge_amount
    from {{ ref('int_fhir_claims_keyed') }} as keyed
    inner join {{ ref('int_fhir_claims_described') }} as claims on keyed.own_key = claims.claim_id

),

named as (

    -- A number of several claims names none of them.
    select
        patient_control_number,
        min(own_key) as own_key,
        min(claim_id) as claim_id,
        min(payer_id) as payer_id,
        max(charge_amount) as charge_amount
    from known
    group by patient_control_number
    having count(distinct claim_id) = 1

),

answered as (

    select distinct resolved.claim_id
    from {{ ref('int_remittances_keyed') }} as remittances
    inner join {{ ref('int_claim_keys_resolved') }} as resolved on remittances.own_key = resolved.own_key

)

select
    responses.response_key as remittance_id,
    named.claim_id,
    named.own_key,
    {{ payer_key('responses.payer_id', 'named.payer_id') }} as payer_id,
    responses.claim_number as patient_control_number,
    case when responses.paid_amount > 0 then '1' else '4' end as claim_status_code,
    '' as sent_stamp,
    responses.file_id,
    responses.byte_offset,
    responses.line_number as segment_ordinal,
    cast(coalesce(responses.submitted_amount, responses.requested_amount, named.charge_amount, 0) as decimal(18, 2))
        as charge_amount,
    cast(coalesce(responses.paid_amount, 0) as decimal(18, 2)) as paid_amount,
    cast(0 as decimal(18, 2)) as patient_responsibility_amount,
    cast(0 as decimal(18, 2)) as interest_amount,
    false as is_reversal,
    responses.created_date as remitted_date
from responses
inner join named on responses.claim_number = named.patient_control_number
left join answered on named.claim_id = answered.claim_id
where
    answered.claim_id is null
    and responses.created_date is not null
    and (
        responses.paid_amount > 0
        or (lower(responses.disposition) like 'denied%' and lower(responses.disposition) not like '%part%')
    )
qualify row_number() over (
    partition by named.claim_id order by responses.created_date desc, responses.response_key desc
) = 1
