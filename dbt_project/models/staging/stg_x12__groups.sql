with source as (

    select * from {{ source('raw', 'x12_groups') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as group_id,
        file_id,
        byte_offset,
        segment_ordinal,
        {{ tidy('control_number') }} as control_number
    from source

)

select * from renamed
