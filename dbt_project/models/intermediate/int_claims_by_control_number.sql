-- A site's own systems name a claim by its patient control number alone: which claim that is, where it is one.
with named as (

    select
        patient_control_number,
        claim_id
    from {{ ref('int_submissions_sequenced') }}

    union

    select
        patient_control_number,
        claim_id
    from {{ ref('fct_claims') }}

)

select
    patient_control_number,
    case when count(distinct claim_id) = 1 then min(claim_id) end as claim_id,
    cast(count(distinct claim_id) as integer) as claim_count
from named
group by patient_control_number
