{#- What the payer had said, and what its policy asks, by the day a claim was sent. -#}
with claims as (

    select * from {{ ref('fct_claims') }}
    where not is_voided

),

eligibility as (

    select * from {{ ref('int_eligibility_at_submission') }}

),

authorizations as (

    select * from {{ ref('int_authorizations_at_submission') }}

),

policies as (

    select * from {{ ref('payer_policies') }}

),

joined as (

    select
        claims.claim_id,
        coalesce(eligibility.eligibility_status, 'unasked') as eligibility_status,
        coalesce(eligibility.has_other_coverage, false) as has_other_coverage,
        coalesce(authorizations.authorization_status, 'none') as authorization_status,
        coalesce(policies.filing_limit_days, case when claims.line_of_business = 'Medicare' then 365 else 180 end)
            as filing_limit_days,
        date_diff('day', claims.service_from_date, claims.submitted_date) as submission_lag_days,
        date_diff('day', eligibility.answered_date, claims.service_from_date) as eligibility_age_days,
        date_diff('day', claims.service_from_date, authorizations.effective_to_date) as authorization_days_left
    from claims
    left join eligibility on claims.claim_id = eligibility.claim_id
    left join authorizations on claims.claim_id = authorizations.claim_id
    left join policies
        on claims.payer_id = policies.payer_id and claims.service_from_date >= policies.effective_from

)

select
    *,
    case
        when submission_lag_days <= 60 then '0'
        when submission_lag_days <= 90 then '60'
        when submission_lag_days <= 120 then '90'
        when submission_lag_days <= 180 then '120'
        when submission_lag_days <= 365 then '180'
        else '365'
    end as lag_band
from joined
