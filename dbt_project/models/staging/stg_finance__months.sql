with source as (

    {{ optional_source('finance_months', {
        'facility_code': 'varchar',
        'gross_revenue_amount': 'decimal(18, 2)',
        'npsr_amount': 'decimal(18, 2)',
        'contractual_amount': 'decimal(18, 2)',
        'payment_amount': 'decimal(18, 2)',
        'cash_amount': 'decimal(18, 2)',
        'denial_write_off_amount': 'decimal(18, 2)',
        'net_ar_amount': 'decimal(18, 2)',
        'billed_ar_amount': 'decimal(18, 2)',
        'billed_ar_over_90_amount': 'decimal(18, 2)',
        'dnfb_amount': 'decimal(18, 2)',
        'cost_amount': 'decimal(18, 2)',
        'month_start': 'date'
    }) }}

)

select * from source
