with source as (

    {{ latest_rows('fhir_claim_lines', ['resource_id', 'line_sequence']) }}

),

renamed as (

    select
        resource_id || '-' || cast(line_sequence as varchar) as claim_line_key,
        resource_id,
        {{ tidy('procedure_code') }} as procedure_code,
        {{ tidy('revenue_code') }} as revenue_code,
        {{ tidy('facility_code') }} as facility_code,
        file_id,
        byte_offset,
        line_sequence,
        line_number,
        charge_amount,
        service_date
    from source

)

select * from renamed
