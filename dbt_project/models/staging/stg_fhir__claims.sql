with source as (

    {{ latest_rows('fhir_claims', ['resource_id']) }}

),

renamed as (

    select
        resource_id,
        {{ tidy('patient_control_number') }} as patient_control_number,
        patient_id,
        coverage_id,
        {{ tidy('payer_id') }} as payer_id,
        {{ tidy('billing_npi') }} as billing_npi,
        coalesce({{ tidy('use') }}, 'claim') as use,
        status,
        claim_type,
        {{ tidy('prior_authorization_number') }} as prior_authorization_number,
        replace(diagnosis_code, '.', '') as diagnosis_code,
        file_id,
        byte_offset,
        line_number,
        charge_amount,
        created_date,
        service_from_date,
        service_to_date
    from source

)

select * from renamed
