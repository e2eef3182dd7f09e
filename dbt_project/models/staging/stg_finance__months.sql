with source as (

    {{ latest_rows('finance_months', ['month_start', 'facility_code']) }}

),

renamed as (

    select
        {{ tidy('facility_code') }} as facility_code,
        file_id,
        byte_offset,
        line_number,
        gross_revenue_amount,
        npsr_amount,
        contractual_amount,
        payment_amount,
        cash_amount,
        denial_write_off_amount,
        net_ar_amount,
        billed_ar_amount,
        billed_ar_over_90_amount,
        dnfb_amount,
        cost_amount,
        month_start
    from source

)

select * from renamed
