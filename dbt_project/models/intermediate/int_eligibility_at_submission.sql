{#- What the payer had last said of the member's coverage on the day of service, by the day the claim was sent. -#}
with members as (

    select * from {{ ref('int_members_at_submission') }}

),

answers as (

    select * from {{ ref('stg_x12__eligibility_answers') }}

)

select
    members.claim_id,
    max_by(answers.eligibility_status, answers.answered_date) as eligibility_status,
    max_by(answers.coverage_end_date, answers.answered_date) as coverage_end_date,
    bool_or(answers.has_other_coverage) as has_other_coverage,
    max(answers.answered_date) as answered_date
from members
inner join answers
    on
        members.member_key = answers.member_key
        and members.payer_id = answers.payer_id
        and members.service_from_date = answers.asked_for_date
where answers.answered_date <= members.submitted_date
group by members.claim_id
