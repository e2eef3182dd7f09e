-- What a claim is: as first submitted, or where no 837 was seen, as first remitted.
with keys as (

    select distinct claim_id from {{ ref('int_claim_keys_resolved') }}

),

submissions as (

    select * from {{ ref('int_submissions_sequenced') }}

),

counts as (

    select
        claim_id,
        count(*) as submission_count,
        bool_or(frequency_code = '8') as is_voided
    from submissions
    group by claim_id

),

answered as (

    select * from {{ ref('int_claims_answered') }}

),

remittances as (

    select * from {{ ref('int_remittances_judged') }}

),

lines as (

    select
        claim_id,
        count(*) as line_count,
        max(case when line_rank = 1 then {{ procedure_key('procedure_code', 'revenue_code') }} end) as procedure_id,
        min(service_date) as service_from_date
    from {{ ref('int_claim_lines_submitted') }}
    where line_version = 1
    group by claim_id

),

remitted_lines as (

    select
        remittance_id,
        count(*) filter (where scope = 'line') as line_count,
        min_by({{ procedure_key('procedure_code', 'revenue_code') }}, segment_ordinal) as procedure_id
    from {{ ref('int_remittance_lines_keyed') }}
    group by remittance_id

)

select
    keys.claim_id,
    coalesce(sent.file_id, heard.file_id) as file_id,
    coalesce(sent.byte_offset, heard.byte_offset) as byte_offset,
    coalesce(sent.segment_ordinal, heard.segment_ordinal) as segment_ordinal,
    coalesce(sent.payer_id, heard.payer_id, 'UNKNOWN') as payer_id,
    coalesce(sent.billing_npi, heard.payee_npi, 'unknown') as billing_provider_id,
    coalesce(sent.rendering_npi, heard.rendering_npi, heard.payee_npi, 'unknown') as rendering_provider_id,
    coalesce(lines.procedure_id, remitted_lines.procedure_id, 'none') as procedure_id,
    coalesce(sent.patient_control_number, heard.patient_control_number) as patient_control_number,
    coalesce(sent.claim_type, 'unknown') as claim_type,
    {{ line_of_business_of('coalesce(sent.filing_indicator_code, heard.filing_indicator_code)') }} as line_of_business,
    coalesce(sent.facility_code, heard.facility_type_code) as facility_code,
    coalesce(sent.drg_code, heard.drg_code) as drg_code,
    sent.principal_diagnosis_code,
    sent.prior_authorization_number,
    coalesce(sent.charge_amount, case when heard.is_reversal then abs(heard.charge_amount) else heard.charge_amount end)
        as charge_amount,
    coalesce(lines.line_count, remitted_lines.line_count, 0) as line_count,
    coalesce(counts.submission_count, 0) as submission_count,
    coalesce(counts.is_voided, false) as is_voided,
    sent.claim_id is not null as is_submission_seen,
    coalesce(sent.submitted_date, heard.received_date, heard.remitted_date) as submitted_date,
    coalesce(sent.statement_from_date, lines.service_from_date, heard.statement_from_date) as service_from_date,
    coalesce(sent.statement_to_date, heard.statement_to_date) as service_to_date
from keys
left join submissions as sent on keys.claim_id = sent.claim_id and sent.submission_number = 1
left join counts on keys.claim_id = counts.claim_id
left join answered on keys.claim_id = answered.claim_id
left join remittances as heard on answered.earliest_remittance_id = heard.remittance_id
left join lines on keys.claim_id = lines.claim_id
left join remitted_lines on heard.remittance_id = remitted_lines.remittance_id
where sent.claim_id is not null or heard.claim_id is not null
