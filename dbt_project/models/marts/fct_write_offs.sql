with postings as (

    select * from {{ ref('stg_ehr__write_offs') }}

),

claims as (

    select * from {{ ref('int_claims_by_control_number') }}

)

select
    postings.write_off_id,
    claims.claim_id,
    denials.denial_id,
    postings.payer_id,
    postings.write_off_kind,
    postings.write_off_reason,
    postings.user_id,
    cast(postings.claim_line_number as integer) as claim_line_number,
    cast(postings.net_amount as decimal(18, 2)) as net_amount,
    cast(coalesce(postings.gross_amount, postings.net_amount) as decimal(18, 2)) as gross_amount,
    postings.posted_date,
    postings.file_id,
    postings.byte_offset,
    cast(postings.line_number as integer) as segment_ordinal
from postings
left join claims on postings.patient_control_number = claims.patient_control_number
left join {{ ref('fct_denials') }} as denials
    on
        claims.claim_id = denials.claim_id
        and postings.write_off_kind = 'denial'
        and claims.claim_id || '|' || cast(postings.claim_line_number as varchar) = denials.claim_line_id
