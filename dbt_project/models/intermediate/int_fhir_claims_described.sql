-- A claim that only a FHIR resource names, in the columns of int_claims_described.
with keyed as (

    select * from {{ ref('int_fhir_claims_keyed') }}
    where match = 'fhir_alone'

),

lines as (

    select
        resource_id,
        min_by({{ procedure_key('procedure_code', 'revenue_code') }}, line_sequence) as procedure_id,
        min_by(facility_code, line_sequence) as facility_code,
        cast(count(*) as integer) as line_count,
        min(service_date) as service_date
    from {{ ref('stg_fhir__claim_lines') }}
    group by resource_id

)

select
    keyed.own_key as claim_id,
    claims.file_id,
    claims.byte_offset,
    claims.line_number as segment_ordinal,
    {{ payer_key('claims.payer_id', 'coverages.payer_id') }} as payer_id,
    coalesce(claims.billing_npi, 'unknown') as billing_provider_id,
    coalesce(claims.billing_npi, 'unknown') as rendering_provider_id,
    coalesce(lines.procedure_id, 'none') as procedure_id,
    claims.patient_control_number,
    'unknown' as claim_type,
    {{ line_of_business_of('null') }} as line_of_business,
    lines.facility_code,
    cast(null as varchar) as drg_code,
    claims.diagnosis_code as principal_diagnosis_code,
    claims.prior_authorization_number,
    coalesce(claims.charge_amount, 0) as charge_amount,
    coalesce(lines.line_count, 0) as line_count,
    0 as submission_count,
    claims.status = 'cancelled' as is_voided,
    false as is_submission_seen,
    claims.created_date as submitted_date,
    coalesce(claims.service_from_date, lines.service_date) as service_from_date,
    claims.service_to_date
from keyed
inner join {{ ref('stg_fhir__claims') }} as claims on keyed.resource_id = claims.resource_id
left join {{ ref('stg_fhir__coverages') }} as coverages on claims.coverage_id = coverages.resource_id
left join lines on keyed.resource_id = lines.resource_id
