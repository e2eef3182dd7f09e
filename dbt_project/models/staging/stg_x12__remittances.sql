with source as (

    select * from {{ source('raw', 'x12_835_claims') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as remittance_id,
        {{ segment_key('set_segment') }} as payment_id,
        file_id,
        byte_offset,
        segment_ordinal,
        set_segment,
        coalesce(
            nullif({{ tidy('patient_control_number') }}, '0'), 'none-' || {{ segment_key('segment_ordinal') }}
        ) as patient_control_number,
        {{ tidy('payer_claim_control_number') }} as payer_claim_control_number,
        claim_status_code,
        filing_indicator_code,
        facility_type_code,
        frequency_code,
        drg_code,
        rendering_npi,
        coalesce(charge_amount, 0) as charge_amount,
        coalesce(paid_amount, 0) as paid_amount,
        coalesce(patient_responsibility_amount, 0) as patient_responsibility_amount,
        coalesce(interest_amount, 0) as interest_amount,
        received_date,
        statement_from_date,
        statement_to_date
    from source
    where {{ without_quarantined('segment_ordinal') }}

)

select * from renamed
