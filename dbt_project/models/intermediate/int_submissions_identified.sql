with claims as (

    select * from {{ ref('stg_x12__claims') }}

),

submissions as (

    select * from {{ ref('stg_x12__submissions') }}

),

providers as (

    select * from {{ ref('stg_x12__billing_providers') }}

),

subscribers as (

    select * from {{ ref('stg_x12__subscribers') }}

),

diagnoses as (

    select
        submitted_claim_id,
        min(code) as principal_diagnosis_code
    from {{ ref('stg_x12__codes') }}
    where qualifier in ('ABK', 'BK')
    group by submitted_claim_id

),

drgs as (

    select
        submitted_claim_id,
        min(code) as drg_code
    from {{ ref('stg_x12__codes') }}
    where qualifier = 'DR'
    group by submitted_claim_id

),

identified as (

    select
        claims.submitted_claim_id,
        {{ claim_key('providers.npi', 'claims.patient_control_number') }} as own_key,
        claims.file_id,
        claims.byte_offset,
        claims.segment_ordinal,
        claims.patient_control_number,
        providers.npi as billing_npi,
        coalesce(claims.rendering_npi, providers.npi) as rendering_npi,
        subscribers.payer_id,
        subscribers.payer_name,
        case coalesce(subscribers.payer_responsibility_code, 'P')
            when 'P' then 'primary'
            when 'S' then 'secondary'
            else 'tertiary'
        end as payer_sequence,
        subscribers.filing_indicator_code,
        claims.claim_type,
        claims.facility_code,
        claims.facility_code_qualifier,
        claims.frequency_code,
        claims.original_reference_number,
        claims.prior_authorization_number,
        diagnoses.principal_diagnosis_code,
        drgs.drg_code,
        claims.charge_amount,
        submissions.submitted_date,
        sets.sent_stamp,
        sets.interchange_control_number,
        sets.group_control_number,
        sets.set_control_number,
        claims.statement_from_date,
        claims.statement_to_date
    from claims
    left join submissions on claims.submission_id = submissions.submission_id
    left join {{ ref('int_sets_placed') }} as sets on claims.submission_id = sets.set_id
    left join providers on claims.billing_provider_key = providers.billing_provider_key
    left join subscribers on claims.subscriber_key = subscribers.subscriber_key
    left join diagnoses on claims.submitted_claim_id = diagnoses.submitted_claim_id
    left join drgs on claims.submitted_claim_id = drgs.submitted_claim_id

)

select * from identified
