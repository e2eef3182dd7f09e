-- Each corrected claim or appeal with the denials that it answers: those of its claim that stood on the day of sending.
with appeals as (

    select * from {{ ref('stg_work__appeals') }}

),

claims as (

    select * from {{ ref('int_claims_by_control_number') }}

),

denials as (

    select * from {{ ref('fct_denials') }}

)

select
    appeals.appeal_id,
    denials.denial_id,
    appeals.outcome,
    appeals.level,
    denials.denied_amount,
    row_number() over (
        partition by appeals.appeal_id order by denials.denied_amount desc, denials.denial_id
    ) = 1 as is_lead,
    appeals.filed_date
from appeals
inner join claims on appeals.patient_control_number = claims.patient_control_number
inner join denials on claims.claim_id = denials.claim_id and appeals.filed_date >= denials.first_denied_date
