{#- What stands behind the authorization number on a claim; `unverified` where no 278 of it was seen. -#}
with claims as (

    select * from {{ ref('fct_claims') }}
    where prior_authorization_number is not null and is_submission_seen and not is_voided

),

authorizations as (

    select * from {{ ref('stg_x12__authorizations') }}

),

joined as (

    select
        claims.claim_id,
        bool_or(
            authorizations.is_approved
            and claims.service_from_date between coalesce(authorizations.effective_from_date, claims.service_from_date)
            and coalesce(authorizations.effective_to_date, claims.service_from_date)
        ) as is_in_force,
        bool_or(
            authorizations.procedures is null
            or claims.procedure_id = 'none'
            or authorizations.procedures like '%' || claims.procedure_id || '%'
        ) as is_for_service,
        bool_or(authorizations.is_approved) as is_approved,
        max(authorizations.effective_to_date) as effective_to_date,
        count(authorizations.authorization_id) as answer_count
    from claims
    left join authorizations on claims.prior_authorization_number = authorizations.authorization_number
    group by claims.claim_id

)

select
    claim_id,
    case
        when answer_count = 0 then 'unverified'
        when not is_approved then 'refused'
        when not is_in_force then 'expired'
        when not is_for_service then 'other_service'
        else 'valid'
    end as authorization_status,
    effective_to_date
from joined
