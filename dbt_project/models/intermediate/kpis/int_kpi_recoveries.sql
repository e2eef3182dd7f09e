{{ config(materialized='view') }}
-- K21 by the day of the last payment.
select
    {{ denial_columns('denials') }},
    denials.recovered_amount as k21_numerator,
    cast(null as decimal(18, 2)) as k21_denominator,
    true as is_answer_due,
    coalesce(denials.last_paid_date, denials.first_denied_date) as period_date
from {{ ref('fct_denials') }} as denials
where denials.recovered_amount <> 0
