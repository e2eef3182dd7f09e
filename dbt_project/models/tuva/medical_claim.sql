-- noqa: disable=LT02
-- The input layer of the Tuva project, in its names and order: what is not known here is empty, never guessed.
{%- set numbers = range(1, 26) %}
with claims as (

    select
        facts.*,
        sent.billing_npi,
        sent.rendering_npi,
        sent.facility_code || sent.frequency_code as bill_type_code
    from {{ ref('fct_claims') }} as facts
    left join {{ ref('int_submissions_sequenced') }} as sent
        on facts.claim_id = sent.claim_id and sent.submission_number = 1

),

files as (

    select * from {{ ref('stg_x12__files') }}
    where file_status = 'loaded'

)

select
    claims.claim_id,
    lines.claim_line_number,
    case claims.claim_type when '837I' then 'institutional' when '837P' then 'professional' else 'undetermined' end
        as claim_type,
    members.person_id,
    members.member_id,
    members.payer,
    members.plan,
    claims.service_from_date as claim_start_date,
    coalesce(claims.service_to_date, claims.service_from_date) as claim_end_date,
    coalesce(lines.service_date, claims.service_from_date) as claim_line_start_date,
    coalesce(lines.service_date, claims.service_from_date) as claim_line_end_date,
    stays.admission_date,
    stays.discharge_date,
    stays.admission_source_code as admit_source_code,
    stays.admission_type_code as admit_type_code,
    stays.patient_status_code as discharge_disposition_code,
    case when claims.claim_type = '837P' then coalesce(lines.place_of_service, claims.facility_code) end
        as place_of_service_code,
    case when claims.claim_type = '837I' then lpad(claims.bill_type_code, 4, '0') end as bill_type_code,
    case when claims.drg_code is not null then 'ms-drg' end as drg_code_type,
    claims.drg_code,
    lines.revenue_code as revenue_center_code,
    cast(lines.units as decimal(18, 4)) as service_unit_quantity,
    lines.hcpcs_code,
    {%- for n in range(1, 5) %}
    lines.modifier_{{ n }} as hcpcs_modifier_{{ n }},
    {%- endfor %}
    cast(null as varchar) as hcpcs_modifier_5,
    nullif(coalesce(claims.rendering_npi, claims.rendering_provider_id), 'unknown') as rendering_npi,
    cast(null as varchar) as rendering_tin,
    nullif(coalesce(claims.billing_npi, claims.billing_provider_id), 'unknown') as billing_npi,
    billing.tax_id as billing_tin,
    coalesce(stays.service_facility_npi, case when claims.claim_type = '837I' then claims.billing_npi end)
        as facility_npi,
    claims.last_remitted_date as paid_date,
    lines.paid_amount,
    cast(lines.paid_amount + lines.patient_responsibility_amount as decimal(18, 2)) as allowed_amount,
    lines.charge_amount,
    cast(lines.coinsurance_amount as decimal(18, 2)) as coinsurance_amount,
    cast(lines.copayment_amount as decimal(18, 2)) as copayment_amount,
    cast(lines.deductible_amount as decimal(18, 2)) as deductible_amount,
    cast(lines.paid_amount + lines.patient_responsibility_amount as decimal(18, 2)) as total_cost_amount,
    codes.diagnosis_code_set || '-cm' as diagnosis_code_type,
    {%- for column in ['diagnosis_code', 'diagnosis_poa'] %}{% for n in numbers %}
    codes.{{ column }}_{{ n }},
    {%- endfor %}{% endfor %}
    codes.procedure_code_set || '-pcs' as procedure_code_type,
    {%- for column in ['procedure_code', 'procedure_date'] %}{% for n in numbers %}
    codes.{{ column }}_{{ n }},
    {%- endfor %}{% endfor %}
    cast(null as boolean) as in_network_flag,
    'overturn' as data_source,
    files.file_name,
    cast(files.received_at as date) as file_date,
    files.landed_at as ingest_datetime
from {{ ref('tuva__claim_lines') }} as lines
inner join claims on lines.claim_id = claims.claim_id
inner join {{ ref('tuva__claim_members') }} as members on lines.claim_id = members.claim_id
left join {{ ref('stg_x12__claims') }} as submitted on members.submitted_claim_id = submitted.submitted_claim_id
left join {{ ref('stg_x12__stays') }} as stays on members.submitted_claim_id = stays.submitted_claim_id
left join {{ ref('stg_x12__billing_providers') }} as billing
    on submitted.billing_provider_key = billing.billing_provider_key
left join {{ ref('tuva__claim_codes') }} as codes on members.submitted_claim_id = codes.submitted_claim_id
left join files on claims.file_id = files.file_id
