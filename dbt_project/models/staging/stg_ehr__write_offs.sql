with source as (

    {{ latest_rows('ehr_write_offs', ['write_off_id']) }}

),

renamed as (

    select
        write_off_id,
        {{ tidy('patient_control_number') }} as patient_control_number,
        {{ tidy('account_id') }} as account_id,
        lower(write_off_kind) as write_off_kind,
        {{ tidy('write_off_reason') }} as write_off_reason,
        {{ payer_key('payer_id', 'null') }} as payer_id,
        {{ tidy('user_id') }} as user_id,
        file_id,
        byte_offset,
        claim_line_number,
        line_number,
        net_amount,
        gross_amount,
        posted_date
    from source

)

select * from renamed
