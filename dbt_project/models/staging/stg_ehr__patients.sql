with source as (

    {{ latest_rows('ehr_patients', ['patient_id']) }}

),

renamed as (

    select
        patient_id,
        medical_record_number,
        {{ tidy('sex') }} as sex,
        file_id,
        byte_offset,
        line_number,
        birth_date
    from source

)

select * from renamed
