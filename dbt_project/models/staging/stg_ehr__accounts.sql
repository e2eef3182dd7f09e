with source as (

    {{ latest_rows('ehr_accounts', ['account_id']) }}

),

renamed as (

    select
        account_id,
        {{ tidy('patient_control_number') }} as patient_control_number,
        {{ tidy('financial_class') }} as financial_class,
        {{ tidy('billing_status') }} as billing_status,
        file_id,
        byte_offset,
        line_number,
        charge_amount,
        admitted_at,
        discharged_at
    from source

)

select * from renamed
