with source as (

    {{ latest_rows('fhir_coverages', ['resource_id']) }}

),

renamed as (

    select
        resource_id,
        patient_id,
        {{ tidy('member_id') }} as member_id,
        {{ payer_key('payer_id', 'payer_name') }} as payer_id,
        {{ tidy('payer_name') }} as payer_name,
        status,
        file_id,
        byte_offset,
        line_number,
        effective_date,
        termination_date
    from source

)

select * from renamed
