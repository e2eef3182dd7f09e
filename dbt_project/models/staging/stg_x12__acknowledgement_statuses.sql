with source as (

    select * from {{ source('raw', 'x12_277ca_statuses') }}
    where claim_segment is not null and line_segment is null

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} || '-' || cast(position as varchar) as acknowledgement_status_id,
        {{ segment_key('claim_segment') }} as claim_acknowledgement_id,
        file_id,
        byte_offset,
        segment_ordinal,
        upper({{ tidy('category_code') }}) as category_code,
        {{ tidy('status_code') }} as status_code,
        {{ tidy('entity_code') }} as entity_code,
        charge_amount,
        status_date
    from source

)

select * from renamed
