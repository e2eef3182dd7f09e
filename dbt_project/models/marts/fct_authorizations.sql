with decisions as (

    select * from {{ ref('stg_x12__authorization_decisions') }}

),

claims as (

    select
        prior_authorization_number,
        count(*) as claim_count,
        count(*) filter (where is_denied) as denied_claim_count,
        min(claim_id) as first_claim_id
    from {{ ref('fct_claims') }}
    where prior_authorization_number is not null
    group by prior_authorization_number

)

select
    decisions.authorization_decision_id as authorization_id,
    claims.first_claim_id,
    decisions.authorization_number,
    decisions.action_code,
    case decisions.action_code
        when 'A1' then 'certified'
        when 'A2' then 'certified_in_part'
        when 'A6' then 'modified'
        when 'A3' then 'not_certified'
        when 'A4' then 'pended'
        when 'C' then 'cancelled'
        else 'other'
    end as decision,
    cast(coalesce(claims.claim_count, 0) as integer) as claim_count,
    cast(coalesce(claims.denied_claim_count, 0) as integer) as denied_claim_count,
    decisions.decided_date,
    decisions.file_id,
    decisions.byte_offset,
    decisions.segment_ordinal
from decisions
left join claims on decisions.authorization_number = claims.prior_authorization_number
