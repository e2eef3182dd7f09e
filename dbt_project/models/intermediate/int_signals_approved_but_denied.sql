-- F12: a claim with the number of a certified 278 (HCR01 A1, A2 or A6) is denied for authorization in the 835; a
-- number without a 278 on file is told apart.
with decisions as (

    select
        authorization_number,
        min(action_code) as action_code
    from {{ ref('stg_x12__authorization_decisions') }}
    where authorization_number is not null
    group by authorization_number

),

denials as (

    select
        denials.*,
        claims.prior_authorization_number
    from {{ ref('fct_denials') }} as denials
    inner join {{ ref('fct_claims') }} as claims on denials.claim_id = claims.claim_id
    where denials.category = 'Authorization & Referral' and claims.prior_authorization_number is not null

)

select
    'approved_but_denied' as signal_kind,
    denials.denial_id as subject_id,
    denials.claim_id,
    denials.payer_id,
    case
        when decisions.action_code is null then 'the claim carried an authorization number; no 278 is on file'
        when decisions.action_code = 'A1' then 'certified in total by 278'
        when decisions.action_code = 'A2' then 'certified in part by 278'
        else 'modified by 278'
    end || '; denied with CARC ' || denials.carc as evidence,
    denials.denied_amount as signal_amount,
    denials.first_denied_date as signal_date,
    denials.file_id,
    denials.byte_offset,
    denials.segment_ordinal
from denials
left join decisions on denials.prior_authorization_number = decisions.authorization_number
where decisions.action_code is null or decisions.action_code in ('A1', 'A2', 'A6')
