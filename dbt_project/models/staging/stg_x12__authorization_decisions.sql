with reviews as (

    select
        file_id,
        byte_offset,
        segment_ordinal,
        action_code,
        authorization_number
    from {{ source('raw', 'x12_278_reviews') }}

),

services as (

    select
        file_id,
        byte_offset,
        segment_ordinal,
        action_code,
        authorization_number
    from {{ source('raw', 'x12_278_services') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as authorization_decision_id,
        upper({{ tidy('action_code') }}) as action_code,
        {{ tidy('authorization_number') }} as authorization_number,
        file_id,
        byte_offset,
        segment_ordinal
    from (
        select * from reviews
        union all
        select * from services
    ) as decided
    where {{ tidy('action_code') }} is not null

)

select * from renamed
