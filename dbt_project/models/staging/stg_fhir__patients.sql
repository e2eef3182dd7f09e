with source as (

    {{ latest_rows('fhir_patients', ['resource_id']) }}

),

renamed as (

    select
        resource_id,
        medical_record_number,
        gender,
        file_id,
        byte_offset,
        line_number,
        birth_date
    from source

)

select * from renamed
