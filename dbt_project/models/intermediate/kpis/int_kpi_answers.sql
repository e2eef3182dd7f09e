{{ config(materialized='view') }}
-- K13, and K1 over adjudicated claims, by the day of a claim's first answer that decides.
select
    {{ claim_columns('claims', 'claims.first_remittance_id') }},
    cast(claims.is_first_pass_paid as integer) as k13_numerator,
    1 as k13_denominator,
    cast(claims.is_denied as integer) as k1_2_numerator,
    1 as k1_2_denominator,
    true as is_answer_due,
    claims.first_answered_date as period_date
from {{ ref('fct_claims') }} as claims
where claims.is_answered and not claims.is_process_waste and not claims.is_voided
