with source as (

    {{ latest_rows('ehr_referrals', ['referral_id']) }}

),

renamed as (

    select
        referral_id,
        patient_id,
        {{ tidy('authorization_number') }} as authorization_number,
        lower(referral_status) as referral_status,
        file_id,
        byte_offset,
        line_number,
        entry_date
    from source

)

select * from renamed
