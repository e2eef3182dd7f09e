with denials as (

    select * from {{ ref('fct_denials') }}

),

claims as (

    select
        claim_id,
        facility_code,
        line_of_business
    from {{ ref('fct_claims') }}

),

payers as (

    select * from {{ ref('dim_payers') }}

),

providers as (

    select * from {{ ref('dim_providers') }}

),

codes as (

    select * from {{ ref('dim_denial_codes') }}

),

files as (

    select
        file_id,
        min(file_name) as file_name,
        min(sha256) as sha256
    from {{ ref('stg_x12__files') }}
    where file_status <> 'duplicate'
    group by file_id

)

select
    denials.denial_id,
    denials.claim_id,
    payers.payer_name as payer,
    coalesce(claims.line_of_business, payers.line_of_business) as line_of_business,
    coalesce(facilities.provider_name, denials.billing_provider_id, 'Not stated') as facility,
    {{ location_of('denials.claim_type', 'claims.facility_code') }} as location,
    denials.service_line,
    case
        when providers.provider_name is null or providers.provider_name = denials.rendering_provider_id
            then coalesce(denials.rendering_provider_id, 'Not stated')
        else providers.provider_name || ' ' || denials.rendering_provider_id
    end as provider,
    denials.category as reason,
    denials.subcategory,
    denials.group_code || '-' || denials.carc as code,
    coalesce(denials.rarc, 'none') as remark,
    denials.procedure_id as procedure,
    codes.plain_meaning,
    denials.hard_soft,
    denials.preventable,
    denials.owner_team,
    denials.first_action,
    denials.default_path,
    denials.status,
    files.file_name,
    files.sha256,
    denials.denied_amount,
    denials.recovered_amount,
    denials.open_amount,
    denials.denial_count,
    denials.is_initial,
    denials.submitted_date,
    denials.first_denied_date,
    denials.last_paid_date,
    denials.byte_offset,
    denials.segment_ordinal
from denials
inner join claims on denials.claim_id = claims.claim_id
left join payers on denials.payer_id = payers.payer_id
left join providers on denials.rendering_provider_id = providers.provider_id
left join providers as facilities on denials.billing_provider_id = facilities.provider_id
left join codes on denials.denial_code_id = codes.denial_code_id
left join files on denials.file_id = files.file_id
