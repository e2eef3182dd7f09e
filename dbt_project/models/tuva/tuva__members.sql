-- A member of a payer as the EHR knows him, else as claims and eligibility answers do: who he is, and his plan.
with covered as (

    select
        payer_id,
        member_id,
        patient_id,
        plan_name
    from {{ ref('stg_ehr__coverages') }}
    where member_id is not null
    qualify row_number() over (
        partition by payer_id, member_id order by effective_date desc nulls last, coverage_key desc
    ) = 1

),

billed as (

    select
        subscribers.payer_id,
        members.member_id,
        max(members.sex) as sex,
        max(members.birth_date) as birth_date
    from {{ ref('stg_x12__members') }} as members
    inner join {{ ref('stg_x12__subscribers') }} as subscribers on members.subscriber_key = subscribers.subscriber_key
    group by subscribers.payer_id, members.member_id

),

known as (

    select payer_id, member_id from covered
    union
    select payer_id, member_id from billed
    union
    select payer_id, member_id from {{ ref('stg_x12__eligibility_answers') }}
    where member_id is not null

)

select
    known.payer_id || '|' || known.member_id as member_key,
    known.payer_id,
    known.member_id,
    coalesce(covered.patient_id, known.member_id) as person_id,
    coalesce(payers.payer_name, known.payer_id) as payer,
    coalesce(covered.plan_name, payers.payer_name, known.payer_id) as plan,
    case payers.line_of_business
        when 'Medicare' then 'medicare'
        when 'Medicare Advantage' then 'medicare'
        when 'Medicaid' then 'medicaid'
        when 'Managed care' then 'commercial'
        when 'Commercial' then 'commercial'
    end as payer_type,
    case left(upper(coalesce(patients.sex, billed.sex)), 1)
        when 'F' then 'female'
        when 'M' then 'male'
        else 'unknown'
    end as gender,
    coalesce(patients.birth_date, billed.birth_date) as birth_date
from known
left join covered on known.payer_id = covered.payer_id and known.member_id = covered.member_id
left join billed on known.payer_id = billed.payer_id and known.member_id = billed.member_id
left join {{ ref('stg_ehr__patients') }} as patients on covered.patient_id = patients.patient_id
left join {{ ref('dim_payers') }} as payers on known.payer_id = payers.payer_id
