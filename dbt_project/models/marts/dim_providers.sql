with named as (

    select
        rendering_npi as provider_id,
        rendering_last_name as provider_name,
        rendering_taxonomy_code as taxonomy_code
    from {{ ref('stg_x12__claims') }}
    where rendering_npi is not null

    union all

    select
        npi as provider_id,
        provider_name,
        taxonomy_code
    from {{ ref('stg_x12__billing_providers') }}
    where npi is not null

    union all

    select
        payee_npi as provider_id,
        payee_name as provider_name,
        null as taxonomy_code
    from {{ ref('stg_x12__payments') }}
    where payee_npi is not null

),

facts as (

    select billing_provider_id as provider_id from {{ ref('fct_claims') }}
    union
    select rendering_provider_id as provider_id from {{ ref('fct_claims') }}

)

select
    facts.provider_id,
    coalesce(max(named.provider_name), facts.provider_id) as provider_name,
    max(named.taxonomy_code) as taxonomy_code
from facts
left join named on facts.provider_id = named.provider_id
group by facts.provider_id
