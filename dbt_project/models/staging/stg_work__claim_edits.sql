with source as (

    {{ latest_rows('work_claim_edits', ['patient_control_number', 'edit_name']) }}

),

renamed as (

    select
        {{ segment_key('line_number') }} as claim_edit_id,
        {{ tidy('patient_control_number') }} as patient_control_number,
        {{ tidy('edit_name') }} as edit_name,
        {{ tidy('user_id') }} as user_id,
        file_id,
        byte_offset,
        line_number,
        minutes
    from source

)

select * from renamed
