{{ config(materialized='view') }}
-- K21 by the day of the last payment.
select
    claim_id,
    denial_id,
    remittance_id,
    payer_id,
    line_of_business,
    facility_code,
    service_line,
    category as denial_category,
    rendering_provider_id as provider_id,
    file_id,
    byte_offset,
    segment_ordinal,
    recovered_amount as k21_numerator,
    cast(null as decimal(18, 2)) as k21_denominator,
    true as is_answer_due,
    coalesce(last_paid_date, first_denied_date) as period_date
from {{ ref('fct_denials') }}
where recovered_amount <> 0
