{{ config(materialized='view') }}
-- K1, K2 and K11 by the day on which a claim was sent; process waste and voided claims are outside (R10).
-- The edit log names the claims that edits had stopped; K11 counts the claims sent between the first and last of them.
with edited as (

    select distinct named.claim_id
    from {{ ref('stg_work__claim_edits') }} as edits
    inner join {{ ref('int_claims_by_control_number') }} as named
        on edits.patient_control_number = named.patient_control_number

),

logged as (

    select
        min(claims.submitted_date) as first_date,
        max(claims.submitted_date) as last_date
    from {{ ref('fct_claims') }} as claims
    inner join edited on claims.claim_id = edited.claim_id

)

select
    {{ claim_columns('claims', 'claims.first_remittance_id') }},
    cast(claims.is_denied as integer) as k1_numerator,
    1 as k1_denominator,
    cast(claims.is_fully_denied as integer) as k1_full_numerator,
    1 as k1_full_denominator,
    cast(claims.is_partially_denied as integer) as k1_partial_numerator,
    1 as k1_partial_denominator,
    claims.initial_denied_amount as k2_numerator,
    claims.charge_amount as k2_denominator,
    case when claims.is_denied then claims.charge_amount else 0 end as k2_whole_numerator,
    claims.charge_amount as k2_whole_denominator,
    case
        when claims.submitted_date between logged.first_date and logged.last_date
            then cast(edited.claim_id is null as integer)
    end as k11_numerator,
    case when claims.submitted_date between logged.first_date and logged.last_date then 1 end as k11_denominator,
    claims.is_answer_due,
    claims.submitted_date as period_date
from {{ ref('fct_claims') }} as claims
cross join logged
left join edited on claims.claim_id = edited.claim_id
where not claims.is_process_waste and not claims.is_voided
