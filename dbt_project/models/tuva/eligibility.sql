-- noqa: disable=LT02
-- Spells of coverage for the Tuva project: from the EHR's coverages, else from the payers' own answers (271).
with through as (

    select cast(last_day(max(data_through)) as date) as last_date from {{ ref('int_answer_lags') }}

),

covered as (

    select
        payer_id,
        member_id,
        plan_name,
        effective_date as start_date,
        termination_date as end_date,
        file_id
    from {{ ref('stg_ehr__coverages') }}
    where member_id is not null and effective_date is not null

),

answered as (

    select
        answers.payer_id,
        answers.member_id,
        cast(null as varchar) as plan_name,
        spans.coverage_from_date as start_date,
        max(spans.coverage_to_date) as end_date,
        max(spans.file_id) as file_id
    from {{ ref('stg_x12__eligibility_answers') }} as answers
    inner join {{ ref('stg_x12__members_answered') }} as spans on answers.eligibility_answer_id = spans.member_answer_id
    where
        answers.eligibility_status = 'active'
        and answers.member_id is not null
        and spans.coverage_from_date is not null
        and answers.payer_id || '|' || answers.member_id not in (
            select covered.payer_id || '|' || covered.member_id from covered
        )
    group by answers.payer_id, answers.member_id, spans.coverage_from_date

),

spells as (

    select * from covered
    union all
    select * from answered

)

select
    members.person_id,
    spells.member_id,
    spells.member_id as subscriber_id,
    members.gender,
    cast(null as varchar) as race,
    members.birth_date,
    cast(null as date) as death_date,
    cast(null as boolean) as death_flag,
    spells.start_date as enrollment_start_date,
    coalesce(spells.end_date, greatest(through.last_date, spells.start_date)) as enrollment_end_date,
    members.payer,
    members.payer_type,
    coalesce(spells.plan_name, members.plan) as plan,
    {%- for column in [
        'original_reason_entitlement_code', 'dual_status_code', 'medicare_status_code', 'enrollment_status'
    ] %}
    cast(null as varchar) as {{ column }},
    {%- endfor %}
    {%- for column in ['hospice_flag', 'institutional_snp_flag', 'long_term_institutional_flag'] %}
    cast(null as integer) as {{ column }},
    {%- endfor %}
    {%- for column in [
        'group_id', 'group_name', 'name_suffix', 'first_name', 'middle_name', 'last_name', 'social_security_number',
        'subscriber_relation', 'address', 'city', 'state', 'zip_code', 'phone', 'email', 'ethnicity'
    ] %}
    cast(null as varchar) as {{ column }},
    {%- endfor %}
    'overturn' as data_source,
    files.file_name,
    cast(files.received_at as date) as file_date,
    files.landed_at as ingest_datetime
from spells
cross join through
inner join {{ ref('tuva__members') }} as members
    on spells.payer_id = members.payer_id and spells.member_id = members.member_id
left join {{ ref('stg_x12__files') }} as files on spells.file_id = files.file_id and files.file_status = 'loaded'
qualify row_number() over (
    partition by members.person_id, spells.member_id, spells.payer_id, spells.start_date
    order by spells.end_date desc nulls first, files.landed_at desc
) = 1
