-- Whom a claim is for: the member as the claim names him, with the plan of the spell that its first day lies in.
with claims as (

    select
        facts.claim_id,
        facts.payer_id,
        facts.service_from_date,
        sent.submitted_claim_id,
        sent.payer_id as billed_payer_id,
        members.member_id,
        stays.dependent_birth_date
    from {{ ref('fct_claims') }} as facts
    left join {{ ref('int_submissions_sequenced') }} as sent
        on facts.claim_id = sent.claim_id and sent.submission_number = 1
    left join {{ ref('stg_x12__claims') }} as submitted on sent.submitted_claim_id = submitted.submitted_claim_id
    left join {{ ref('stg_x12__members') }} as members on submitted.subscriber_key = members.subscriber_key
    left join {{ ref('stg_x12__stays') }} as stays on sent.submitted_claim_id = stays.submitted_claim_id

),

known as (

    select
        claims.*,
        members.person_id,
        coalesce(members.payer, payers.payer_name, claims.payer_id) as payer,
        members.plan as newest_plan
    from claims
    left join {{ ref('dim_payers') }} as payers on claims.payer_id = payers.payer_id
    left join {{ ref('tuva__members') }} as members
        on claims.billed_payer_id = members.payer_id and claims.member_id = members.member_id

)

select
    known.claim_id,
    known.submitted_claim_id,
    coalesce(known.person_id, known.member_id, known.claim_id)
    || coalesce('-' || cast(known.dependent_birth_date as varchar), '') as person_id,
    coalesce(known.member_id, known.claim_id) as member_id,
    known.payer,
    coalesce(spells.plan, known.newest_plan, known.payer) as plan
from known
left join {{ ref('eligibility') }} as spells
    on
        known.person_id = spells.person_id
        and known.member_id = spells.member_id
        and known.payer = spells.payer
        and known.service_from_date between spells.enrollment_start_date and spells.enrollment_end_date
qualify row_number() over (partition by known.claim_id order by spells.enrollment_start_date desc) = 1
