with source as (

    {{ latest_rows('ehr_referrals', ['referral_id']) }}

),

renamed as (

    select
        referral_id,
        patient_id,
        {{ tidy('authorization_number') }} as authorization_number,
        lower(referral_status) as referral_status,
        {{ tidy('patient_control_number') }} as patient_control_number,
        {{ tidy('referring_npi') }} as referring_npi,
        {{ tidy('provider_npi') }} as provider_npi,
        file_id,
        byte_offset,
        line_number,
        entry_date,
        coalesce(start_date, entry_date) as start_date,
        expiry_date
    from source

)

select * from renamed
