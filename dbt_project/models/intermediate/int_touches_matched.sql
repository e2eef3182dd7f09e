-- Each entry of the work log with the denials that it was about: those of its claim that stood on its day. Minutes are
-- shared between them, so that no minute is counted twice.
with touches as (

    select * from {{ ref('stg_work__touches') }}

),

claims as (

    select * from {{ ref('int_claims_by_control_number') }}

),

denials as (

    select * from {{ ref('fct_denials') }}

)

select
    touches.touch_id,
    denials.denial_id,
    touches.actor_kind,
    cast(touches.minutes / count(*) over (partition by touches.touch_id) as decimal(18, 4)) as minutes,
    touches.worked_date
from touches
inner join claims on touches.patient_control_number = claims.patient_control_number
inner join denials on claims.claim_id = denials.claim_id and touches.worked_date >= denials.first_denied_date
