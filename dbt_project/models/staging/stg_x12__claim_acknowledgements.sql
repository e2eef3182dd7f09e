with source as (

    select * from {{ source('raw', 'x12_277ca_claims') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as claim_acknowledgement_id,
        {{ tidy('patient_control_number') }} as patient_control_number,
        {{ tidy('payer_claim_control_number') }} as payer_claim_control_number,
        file_id,
        byte_offset,
        segment_ordinal
    from source

)

select * from renamed
