{#- The patient as the claim showed him or her, and what this provider had sent for him or her before. -#}
with claims as (

    select * from {{ ref('fct_claims') }}
    where is_submission_seen and not is_voided

),

submitted as (

    select * from {{ ref('stg_x12__claims') }}

),

members as (

    select * from {{ ref('stg_x12__members') }}

),

others as (

    select distinct
        file_id,
        claim_segment
    from {{ source('raw', 'x12_837_other_payers') }}

),

joined as (

    select
        claims.claim_id,
        claims.payer_id,
        claims.procedure_id,
        claims.service_line,
        submitted.frequency_code,
        members.member_id,
        coalesce(members.member_key, members.member_id) as member_key,
        members.sex,
        others.claim_segment is not null as has_other_payer,
        members.birth_date,
        claims.service_from_date,
        claims.submitted_date
    from claims
    inner join submitted
        on claims.file_id = submitted.file_id and claims.segment_ordinal = submitted.segment_ordinal
    inner join members on submitted.subscriber_key = members.subscriber_key
    left join others on submitted.file_id = others.file_id and submitted.segment_ordinal = others.claim_segment

)

select
    claim_id,
    payer_id,
    member_key,
    frequency_code,
    length(member_id) as member_id_length,
    mode(length(member_id)) over (partition by payer_id) as usual_member_id_length,
    cast(greatest(floor(date_diff('day', birth_date, service_from_date) / 365.25), 0) as bigint) as patient_age,
    count(*) over (
        partition by member_key, payer_id, service_line, extract(year from service_from_date)
        order by submitted_date
        range between unbounded preceding and interval 1 day preceding
    ) as visit_count,
    row_number() over (
        partition by member_key, payer_id, procedure_id, service_from_date
        order by submitted_date, claim_id
    ) - 1 as same_service_count,
    row_number() over (
        partition by member_key
        order by submitted_date, claim_id
    ) = 1 as is_first_claim,
    sex = 'F' as is_female,
    has_other_payer,
    birth_date is null or sex is null as lacks_demographics,
    service_from_date,
    submitted_date
from joined
