with source as (

    select * from {{ source('raw', 'x12_271_benefits') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as benefit_id,
        {{ segment_key('subscriber_segment') }} as member_answer_id,
        file_id,
        byte_offset,
        segment_ordinal,
        upper({{ tidy('eligibility_code') }}) as eligibility_code,
        benefit_amount,
        authorization_required
    from source

)

select * from renamed
