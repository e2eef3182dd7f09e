{{ config(materialized='view') }}
-- K1, K2 and K11 by the day on which a claim was sent; process waste and voided claims are outside (R10).
select
    claims.claim_id,
    cast(null as varchar) as denial_id,
    claims.first_remittance_id as remittance_id,
    claims.payer_id,
    claims.line_of_business,
    coalesce(claims.facility_code, 'none') as facility_code,
    claims.service_line,
    coalesce(claims.denial_category, 'none') as denial_category,
    claims.rendering_provider_id as provider_id,
    claims.file_id,
    claims.byte_offset,
    claims.segment_ordinal,
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
    cast(edits.is_passed and edits.manual_touch_count = 0 as integer) as k11_numerator,
    case when edits.claim_id is not null then 1 end as k11_denominator,
    claims.is_answer_due,
    claims.submitted_date as period_date
from {{ ref('fct_claims') }} as claims
left join {{ ref('stg_work__claim_edits') }} as edits on claims.claim_id = edits.claim_id
where not claims.is_process_waste and not claims.is_voided
