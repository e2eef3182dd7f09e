with source as (

    {{ latest_rows('ehr_patient_balances', ['patient_control_number', 'balance_date']) }}

),

renamed as (

    select
        patient_control_number || '-' || cast(balance_date as varchar) as balance_key,
        {{ tidy('patient_control_number') }} as patient_control_number,
        {{ tidy('account_id') }} as account_id,
        {{ tidy('patient_id') }} as patient_id,
        file_id,
        byte_offset,
        line_number,
        balance_amount,
        balance_date
    from source

)

select * from renamed
