with source as (

    {{ latest_rows('fhir_service_requests', ['resource_id']) }}

),

renamed as (

    select
        resource_id,
        patient_id,
        {{ tidy('procedure_code') }} as procedure_code,
        status,
        intent,
        file_id,
        byte_offset,
        line_number,
        authored_date
    from source

)

select * from renamed
