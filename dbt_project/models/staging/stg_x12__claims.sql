with source as (

    select * from {{ source('raw', 'x12_837_claims') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as submitted_claim_id,
        {{ segment_key('set_segment') }} as submission_id,
        {{ segment_key('billing_provider_segment') }} as billing_provider_key,
        {{ segment_key('subscriber_segment') }} as subscriber_key,
        file_id,
        byte_offset,
        segment_ordinal,
        claim_type,
        coalesce(
            nullif({{ tidy('patient_control_number') }}, '0'), 'none-' || {{ segment_key('segment_ordinal') }}
        ) as patient_control_number,
        facility_code,
        facility_code_qualifier,
        coalesce({{ tidy('frequency_code') }}, '1') as frequency_code,
        {{ tidy('original_reference_number') }} as original_reference_number,
        {{ tidy('prior_authorization_number') }} as prior_authorization_number,
        coalesce(rendering_npi, attending_npi) as rendering_npi,
        coalesce(rendering_last_name, attending_last_name) as rendering_last_name,
        rendering_taxonomy_code,
        coalesce(charge_amount, 0) as charge_amount,
        statement_from_date,
        statement_to_date
    from source
    where {{ without_quarantined('segment_ordinal') }}

)

select * from renamed
