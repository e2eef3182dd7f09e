with source as (

    {{ latest_rows('fhir_encounters', ['resource_id']) }}

),

renamed as (

    select
        resource_id,
        patient_id,
        class_code,
        status,
        file_id,
        byte_offset,
        line_number,
        start_date,
        end_date
    from source

)

select * from renamed
