with source as (

    select * from {{ source('raw', 'x12_interchanges') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as interchange_id,
        file_id,
        byte_offset,
        segment_ordinal,
        {{ tidy('sender_id') }} as sender_id,
        {{ tidy('receiver_id') }} as receiver_id,
        {{ tidy('control_number') }} as control_number,
        coalesce(interchange_date, '') || coalesce(interchange_time, '') as sent_stamp
    from source

)

select * from renamed
