with reviews as (

    select
        file_id,
        byte_offset,
        segment_ordinal,
        set_segment,
        action_code,
        authorization_number
    from {{ source('raw', 'x12_278_reviews') }}

),

services as (

    select
        file_id,
        byte_offset,
        segment_ordinal,
        set_segment,
        action_code,
        authorization_number
    from {{ source('raw', 'x12_278_services') }}

),

transactions as (

    select * from {{ source('raw', 'x12_278_transactions') }}

),

renamed as (

    select
        {{ segment_key('decided.segment_ordinal', 'decided.file_id') }} as authorization_decision_id,
        upper({{ tidy('decided.action_code') }}) as action_code,
        {{ tidy('decided.authorization_number') }} as authorization_number,
        transactions.created_date as decided_date,
        decided.file_id,
        decided.byte_offset,
        decided.segment_ordinal
    from (
        select * from reviews
        union all
        select * from services
    ) as decided
    left join transactions
        on decided.file_id = transactions.file_id and decided.set_segment = transactions.set_segment
    where {{ tidy('decided.action_code') }} is not null

)

select * from renamed
