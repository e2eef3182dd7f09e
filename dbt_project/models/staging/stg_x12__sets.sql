with source as (

    select * from {{ source('raw', 'x12_sets') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as set_id,
        file_id,
        byte_offset,
        segment_ordinal,
        set_type,
        {{ tidy('control_number') }} as control_number,
        status as set_status,
        reason_code
    from source

)

select * from renamed
