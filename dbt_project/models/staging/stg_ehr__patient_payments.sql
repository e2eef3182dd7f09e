with source as (

    {{ latest_rows('ehr_patient_payments', ['payment_id']) }}

),

renamed as (

    select
        payment_id,
        {{ tidy('patient_control_number') }} as patient_control_number,
        {{ tidy('account_id') }} as account_id,
        {{ tidy('patient_id') }} as patient_id,
        {{ tidy('payment_method') }} as payment_method,
        file_id,
        byte_offset,
        line_number,
        paid_amount,
        posted_date
    from source

)

select * from renamed
