-- A claim in the words that the pages filter by, with what it adds to K1 and K2.
with claims as (

    select * from {{ ref('fct_claims') }}

),

counted as (

    select
        claim_id,
        k1_numerator,
        k2_numerator,
        k2_denominator
    from {{ ref('int_kpi_claims') }}

),

payers as (

    select * from {{ ref('dim_payers') }}

),

providers as (

    select * from {{ ref('dim_providers') }}

)

select
    claims.claim_id,
    coalesce(payers.payer_name, claims.payer_id) as payer,
    coalesce(claims.line_of_business, payers.line_of_business) as line_of_business,
    coalesce(facilities.provider_name, claims.billing_provider_id, 'Not stated') as facility,
    {{ location_of('claims.claim_type', 'claims.facility_code') }} as location,
    claims.service_line,
    case
        when providers.provider_name is null or providers.provider_name = claims.rendering_provider_id
            then coalesce(claims.rendering_provider_id, 'Not stated')
        else providers.provider_name || ' ' || claims.rendering_provider_id
    end as provider,
    claims.current_outcome,
    cast(coalesce(counted.k2_denominator, 0) as decimal(18, 2)) as charge_amount,
    cast(coalesce(counted.k2_numerator, 0) as decimal(18, 2)) as denied_amount,
    counted.claim_id is not null as is_counted,
    coalesce(counted.k1_numerator = 1, false) as is_denied,
    claims.is_answered,
    claims.is_answer_due,
    claims.submitted_date
from claims
left join counted on claims.claim_id = counted.claim_id
left join payers on claims.payer_id = payers.payer_id
left join providers on claims.rendering_provider_id = providers.provider_id
left join providers as facilities on claims.billing_provider_id = facilities.provider_id
