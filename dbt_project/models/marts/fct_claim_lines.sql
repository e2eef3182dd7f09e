with submitted as (

    select * from {{ ref('int_claim_lines_submitted') }}
    where line_version = 1

),

answered as (

    select * from {{ ref('int_claim_lines_answered') }}

),

mapping as (

    select * from {{ ref('carc_mapping') }}

),

joined as (

    select
        coalesce(submitted.claim_id, answered.claim_id) as claim_id,
        coalesce(submitted.line_key, answered.line_key) as own_key,
        coalesce(submitted.line_control_number, submitted.line_key, answered.line_key) as line_key,
        submitted.claim_id is not null as is_submission_seen,
        {{ procedure_key(
            'coalesce(submitted.procedure_code, answered.procedure_code)',
            'coalesce(submitted.revenue_code, answered.revenue_code)'
        ) }} as procedure_id,
        coalesce(submitted.modifier_1, answered.modifier_1) as modifier_1,
        submitted.modifier_2,
        submitted.modifier_3,
        submitted.modifier_4,
        coalesce(submitted.revenue_code, answered.revenue_code) as revenue_code,
        submitted.place_of_service,
        submitted.diagnosis_code,
        coalesce(submitted.units, answered.units) as units,
        coalesce(submitted.charge_amount, answered.charge_amount, 0) as charge_amount,
        coalesce(answered.paid_amount, 0) as paid_amount,
        coalesce(answered.patient_share_amount, 0) as patient_share_amount,
        answered.judgement,
        case when answered.judgement = 'denied' then answered.carc end as denial_carc,
        coalesce(submitted.service_date, answered.service_date) as service_date,
        coalesce(submitted.file_id, answered.file_id) as file_id,
        coalesce(submitted.byte_offset, answered.byte_offset) as byte_offset,
        coalesce(submitted.segment_ordinal, answered.segment_ordinal) as segment_ordinal
    from submitted
    full outer join answered on submitted.claim_id = answered.claim_id and submitted.line_key = answered.line_key

    union all by name

    select
        *,
        line_key as own_key,
        false as is_submission_seen,
        0 as paid_amount,
        0 as patient_share_amount
    from {{ ref('int_fhir_lines_described') }}

)

select
    joined.claim_id || '|' || joined.own_key as claim_line_id,
    joined.claim_id,
    claims.payer_id,
    claims.rendering_provider_id,
    joined.procedure_id,
    joined.line_key,
    joined.modifier_1,
    joined.modifier_2,
    joined.modifier_3,
    joined.modifier_4,
    joined.revenue_code,
    joined.place_of_service,
    joined.diagnosis_code,
    {{ service_line_of('joined.procedure_id') }} as service_line,
    {{ line_outcome_of('joined.judgement') }} as initial_outcome,
    case when joined.denial_carc is not null then coalesce(mapping.category, 'Unmapped') end as denial_category,
    joined.denial_carc,
    cast(joined.units as decimal(18, 4)) as units,
    cast(joined.charge_amount as decimal(18, 2)) as charge_amount,
    cast(case when joined.judgement = 'denied' then joined.charge_amount else 0 end as decimal(18, 2))
        as initial_denied_amount,
    cast(joined.paid_amount as decimal(18, 2)) as paid_amount,
    cast(joined.patient_share_amount as decimal(18, 2)) as patient_responsibility_amount,
    joined.is_submission_seen,
    coalesce(joined.judgement = 'denied', false) as is_denied,
    claims.submitted_date,
    joined.service_date,
    joined.file_id,
    joined.byte_offset,
    joined.segment_ordinal
from joined
inner join {{ ref('fct_claims') }} as claims on joined.claim_id = claims.claim_id
left join mapping on joined.denial_carc = mapping.carc
