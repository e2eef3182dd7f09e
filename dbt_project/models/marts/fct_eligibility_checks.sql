with answers as (

    select * from {{ ref('stg_x12__members_answered') }}

),

benefits as (

    select
        member_answer_id,
        bool_or(eligibility_code in ('1', '2', '3', '4', '5')) as is_active,
        bool_or(eligibility_code in ('6', '7', '8')) as is_inactive,
        max(case when eligibility_code = 'B' then benefit_amount end) as copay_amount,
        count(*) as benefit_count
    from {{ ref('stg_x12__benefits') }}
    group by member_answer_id

)

select
    answers.member_answer_id as eligibility_check_id,
    answers.trace_number,
    case
        when benefits.is_active and not benefits.is_inactive then 'active'
        when benefits.is_active then 'partly_active'
        when benefits.is_inactive then 'inactive'
        else 'unknown'
    end as coverage_status,
    cast(coalesce(benefits.benefit_count, 0) as integer) as benefit_count,
    cast(benefits.copay_amount as decimal(18, 2)) as copay_amount,
    answers.coverage_from_date,
    answers.coverage_to_date,
    answers.file_id,
    answers.byte_offset,
    answers.segment_ordinal
from answers
left join benefits on answers.member_answer_id = benefits.member_answer_id
