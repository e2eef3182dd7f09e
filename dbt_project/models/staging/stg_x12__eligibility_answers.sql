with subscribers as (

    select * from {{ source('raw', 'x12_271_subscribers') }}

),

transactions as (

    select * from {{ source('raw', 'x12_271_transactions') }}

),

payers as (

    select * from {{ source('raw', 'x12_271_payers') }}

),

benefits as (

    select
        file_id,
        subscriber_segment,
        bool_or(eligibility_code in ('1', '2', '3', '4', '5')) as is_active,
        bool_or(eligibility_code in ('6', '7', '8')) as is_inactive,
        bool_or(eligibility_code = 'R') as has_other_coverage
    from {{ source('raw', 'x12_271_benefits') }}
    group by file_id, subscriber_segment

),

renamed as (

    select
        {{ segment_key('subscribers.segment_ordinal', 'subscribers.file_id') }} as eligibility_answer_id,
        {{ tidy('subscribers.id') }} as member_id,
        right({{ tidy('subscribers.id') }}, 6) || '|' || coalesce(cast(subscribers.birth_date as varchar), '')
            as member_key,
        {{ payer_key('payers.id', 'payers.name') }} as payer_id,
        case
            when benefits.is_active then 'active'
            when benefits.is_inactive then 'inactive'
            else 'refused'
        end as eligibility_status,
        coalesce(benefits.has_other_coverage, false) as has_other_coverage,
        coalesce(subscribers.plan_from_date, transactions.created_date) as asked_for_date,
        coalesce(subscribers.plan_end_date, subscribers.eligibility_end_date) as coverage_end_date,
        transactions.created_date as answered_date
    from subscribers
    inner join transactions
        on subscribers.file_id = transactions.file_id and subscribers.set_segment = transactions.set_segment
    left join payers on subscribers.file_id = payers.file_id and subscribers.payer_segment = payers.segment_ordinal
    left join benefits
        on subscribers.file_id = benefits.file_id and subscribers.segment_ordinal = benefits.subscriber_segment

)

select * from renamed
