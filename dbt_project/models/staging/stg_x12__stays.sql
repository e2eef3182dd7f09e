{{ config(materialized='view') }}
with source as (

    select * from {{ source('raw', 'x12_837_claims') }}

),

patients as (

    select * from {{ source('raw', 'x12_837_patients') }}

),

renamed as (

    select
        {{ segment_key('source.segment_ordinal', 'source.file_id') }} as submitted_claim_id,
        {{ tidy('source.admission_type_code') }} as admission_type_code,
        {{ tidy('source.admission_source_code') }} as admission_source_code,
        {{ tidy('source.patient_status_code') }} as patient_status_code,
        {{ tidy('source.service_facility_npi') }} as service_facility_npi,
        upper({{ tidy('patients.sex') }}) as dependent_sex,
        source.admission_date,
        source.discharge_date,
        patients.birth_date as dependent_birth_date
    from source
    left join patients on source.file_id = patients.file_id and source.patient_segment = patients.segment_ordinal

)

select * from renamed
