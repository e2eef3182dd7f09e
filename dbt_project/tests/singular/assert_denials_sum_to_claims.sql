-- What claims say was denied at first is what their denials at stake add up to.
with denials as (

    select
        claim_id,
        sum(denied_amount) as denied_amount
    from {{ ref('fct_denials') }}
    where is_initial
    group by claim_id

)

select
    claims.claim_id,
    claims.initial_denied_amount,
    denials.denied_amount
from {{ ref('fct_claims') }} as claims
left join denials on claims.claim_id = denials.claim_id
where claims.initial_denied_amount <> coalesce(denials.denied_amount, 0)
