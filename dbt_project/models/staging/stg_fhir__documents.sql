with source as (

    {{ latest_rows('fhir_documents', ['resource_id']) }}

),

renamed as (

    select
        resource_id,
        patient_id,
        encounter_id,
        document_type,
        content_type,
        status,
        file_id,
        byte_offset,
        line_number,
        document_date
    from source

)

select * from renamed
