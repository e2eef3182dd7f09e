{{ config(materialized='view') }}
-- K13, and K1 over adjudicated claims, by the day of a claim's first answer that decides.
select
    claim_id,
    cast(null as varchar) as denial_id,
    first_remittance_id as remittance_id,
    payer_id,
    line_of_business,
    coalesce(facility_code, 'none') as facility_code,
    service_line,
    coalesce(denial_category, 'none') as denial_category,
    rendering_provider_id as provider_id,
    file_id,
    byte_offset,
    segment_ordinal,
    cast(is_first_pass_paid as integer) as k13_numerator,
    1 as k13_denominator,
    cast(is_denied as integer) as k1_2_numerator,
    1 as k1_2_denominator,
    true as is_answer_due,
    first_answered_date as period_date
from {{ ref('fct_claims') }}
where is_answered and not is_process_waste and not is_voided
