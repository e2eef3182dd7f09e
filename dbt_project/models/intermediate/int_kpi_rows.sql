-- What each additive KPI counts, one row a counted thing; numerators and denominators are theirs, not yet summed.
with claims as (

    select * from {{ ref('fct_claims') }}
    where not is_process_waste and not is_voided

),

remittances as (

    select
        remittances.*,
        claims.rendering_provider_id,
        claims.service_line
    from {{ ref('fct_remittances') }} as remittances
    inner join {{ ref('fct_claims') }} as claims on remittances.claim_id = claims.claim_id
    where
        remittances.is_primary
        and not remittances.is_duplicate
        and not remittances.is_process_waste
        and remittances.outcome not in ('reversed', 'informational', 'pended')

),

denials as (

    select * from {{ ref('fct_denials') }}

)

select
    'K1' as kpi_id, claim_id, null as denial_id, null as remittance_id, payer_id, rendering_provider_id as provider_id,
    service_line, denial_category, file_id, byte_offset, segment_ordinal,
    cast(is_denied as integer) as numerator, 1 as denominator, is_answer_due, submitted_date as period_date
from claims

union all

select
    'K2', claim_id, null, null, payer_id, rendering_provider_id, service_line, denial_category, file_id, byte_offset,
    segment_ordinal, initial_denied_amount, charge_amount, is_answer_due, submitted_date
from claims

union all

select
    'K3', claim_id, null, remittance_id, payer_id, rendering_provider_id, service_line, denial_category, file_id,
    byte_offset, segment_ordinal, cast(paid_amount <= 0 as integer), 1, true, remitted_date
from remittances

union all

select
    'K13', claim_id, null, first_remittance_id, payer_id, rendering_provider_id, service_line, denial_category, file_id,
    byte_offset, segment_ordinal, cast(is_first_pass_paid as integer), 1, true, first_answered_date
from claims
where is_answered

union all

select
    'K21', claim_id, denial_id, remittance_id, payer_id, rendering_provider_id, service_line, category, file_id,
    byte_offset, segment_ordinal, recovered_amount, null, true, coalesce(last_paid_date, first_denied_date)
from denials
where recovered_amount <> 0
