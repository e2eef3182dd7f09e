{{ config(materialized='view') }}
-- noqa: disable=LT02
-- K5 and K14 to K17 from the ledger's month ends; days are ratios of sums, so a long period weighs its months.
{%- set dimensions = ['payer_id', 'line_of_business', 'service_line', 'denial_category', 'provider_id'] %}
with months as (

    select
        *,
        date_diff('day', month_start, cast(month_start + interval 1 month as date)) as day_count
    from {{ ref('stg_finance__months') }}

)

select
    cast(null as varchar) as claim_id,
    cast(null as varchar) as denial_id,
    cast(null as varchar) as remittance_id,
    {%- for dimension in dimensions %}
    'none' as {{ dimension }},
    {%- endfor %}
    coalesce(facility_code, 'none') as facility_code,
    file_id,
    byte_offset,
    line_number as segment_ordinal,
    denial_write_off_amount as k5_numerator,
    npsr_amount as k5_denominator,
    net_ar_amount * day_count as k14_numerator,
    npsr_amount as k14_denominator,
    cost_amount as k15_numerator,
    cash_amount as k15_denominator,
    payment_amount as k16_numerator,
    gross_revenue_amount - contractual_amount as k16_denominator,
    cash_amount as k16_cash_numerator,
    npsr_amount as k16_cash_denominator,
    billed_ar_over_90_amount as k17_numerator,
    billed_ar_amount as k17_denominator,
    dnfb_amount * day_count as k17_dnfb_numerator,
    gross_revenue_amount as k17_dnfb_denominator,
    true as is_answer_due,
    month_start as period_date
from months
