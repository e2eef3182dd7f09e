{{ config(materialized='view') }}
-- K12 by the day of submission, over what a 277CA spoke of.
select
    submissions.claim_id,
    cast(null as varchar) as denial_id,
    cast(null as varchar) as remittance_id,
    submissions.payer_id,
    claims.line_of_business,
    coalesce(claims.facility_code, 'none') as facility_code,
    claims.service_line,
    coalesce(claims.denial_category, 'none') as denial_category,
    claims.rendering_provider_id as provider_id,
    submissions.file_id,
    submissions.byte_offset,
    submissions.segment_ordinal,
    cast(submissions.is_accepted as integer) as k12_numerator,
    1 as k12_denominator,
    true as is_answer_due,
    submissions.submitted_date as period_date
from {{ ref('fct_submissions') }} as submissions
inner join {{ ref('fct_claims') }} as claims on submissions.claim_id = claims.claim_id
where submissions.is_acknowledged
