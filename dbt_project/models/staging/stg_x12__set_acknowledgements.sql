with sets as (

    select * from {{ source('raw', 'x12_999_sets') }}

),

groups as (

    select * from {{ source('raw', 'x12_999_groups') }}

),

renamed as (

    select
        {{ segment_key('sets.segment_ordinal', 'sets.file_id') }} as set_acknowledgement_id,
        sets.file_id,
        sets.byte_offset,
        sets.segment_ordinal,
        {{ tidy('groups.group_control_number') }} as group_control_number,
        {{ tidy('sets.acknowledged_control_number') }} as set_control_number,
        upper({{ tidy('sets.status_code') }}) as status_code,
        sets.error_code_1 as error_code
    from sets
    left join groups on sets.file_id = groups.file_id and sets.set_segment = groups.set_segment

)

select * from renamed
