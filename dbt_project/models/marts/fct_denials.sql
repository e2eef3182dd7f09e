with denials as (

    select * from {{ ref('int_denials_recovered') }}

),

claims as (

    select * from {{ ref('fct_claims') }}

),

mapping as (

    select * from {{ ref('carc_mapping') }}

),

remarks as (

    select
        coalesce(remittance_line_id, remittance_id) as answered_id,
        min_by(rarc, position + segment_ordinal * 100) as rarc
    from {{ ref('stg_x12__remarks') }}
    group by 1

)

select
    denials.claim_id || '|' || denials.line_key as denial_id,
    denials.claim_id,
    case when denials.scope = 'line' then denials.claim_id || '|' || denials.line_key end as claim_line_id,
    denials.remittance_id,
    denials.payer_id,
    claims.billing_provider_id,
    claims.rendering_provider_id,
    {{ procedure_key('denials.procedure_code', 'denials.revenue_code') }} as procedure_id,
    {{ denial_code_key('denials.group_code', 'denials.carc') }} as denial_code_id,
    claims.claim_type,
    claims.line_of_business,
    coalesce(claims.facility_code, 'none') as facility_code,
    {{ service_line_of(procedure_key('denials.procedure_code', 'denials.revenue_code')) }} as service_line,
    denials.scope,
    denials.group_code,
    denials.carc,
    coalesce(own_remarks.rarc, claim_remarks.rarc) as rarc,
    coalesce(mapping.category, 'Unmapped') as category,
    coalesce(mapping.subcategory, 'Unmapped') as subcategory,
    coalesce(mapping.hard_soft, 'na') as hard_soft,
    coalesce(mapping.preventable, 'na') as preventable,
    coalesce(mapping.owner_team, 'Unassigned') as owner_team,
    coalesce(mapping.first_action, 'Read the remittance and map this code') as first_action,
    coalesce(mapping.default_path, 'none') as default_path,
    case
        when denials.recovered_amount <= 0 then 'open'
        when denials.recovered_amount < denials.denied_amount and claims.current_outcome <> 'paid'
            then 'partly_recovered'
        else 'recovered'
    end as status,
    cast(denials.denied_amount as decimal(18, 2)) as denied_amount,
    cast(denials.recovered_amount as decimal(18, 2)) as recovered_amount,
    cast(case when denials.recovered_amount > 0 then 0 else denials.denied_amount end as decimal(18, 2)) as open_amount,
    cast(denials.denial_count as integer) as denial_count,
    coalesce(denials.is_first_adjudication, false) as is_initial,
    claims.is_fully_denied as is_whole_claim,
    denials.is_secondary,
    denials.is_masked,
    denials.is_post_payment,
    false as is_process_waste,
    denials.is_unprocessable,
    mapping.carc is not null as is_mapped,
    claims.submitted_date,
    coalesce(denials.service_date, claims.service_from_date) as service_date,
    denials.remitted_date as first_denied_date,
    denials.last_denied_date,
    denials.last_paid_date,
    case when denials.recovered_amount > 0 then denials.first_paid_date end as resolved_date,
    denials.file_id,
    denials.byte_offset,
    denials.segment_ordinal
from denials
inner join claims on denials.claim_id = claims.claim_id
left join mapping on denials.carc = mapping.carc
left join remarks as own_remarks on denials.remittance_line_id = own_remarks.answered_id
left join remarks as claim_remarks on denials.remittance_id = claim_remarks.answered_id
