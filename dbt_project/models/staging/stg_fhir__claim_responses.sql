with source as (

    {{ latest_rows('fhir_claim_responses', ['resource_type', 'resource_id']) }}

),

renamed as (

    select
        resource_type || '/' || resource_id as response_key,
        resource_type,
        request_id,
        {{ tidy('patient_control_number') }} as patient_control_number,
        {{ tidy('payer_id') }} as payer_id,
        use,
        outcome,
        disposition,
        {{ tidy('prior_authorization_number') }} as prior_authorization_number,
        file_id,
        byte_offset,
        line_number,
        submitted_amount,
        paid_amount,
        created_date
    from source

)

select * from renamed
