with source as (

    {{ latest_rows('ehr_visits', ['visit_id']) }}

),

renamed as (

    select
        visit_id,
        patient_id,
        {{ tidy('account_id') }} as account_id,
        {{ tidy('provider_npi') }} as provider_npi,
        {{ tidy('department_name') }} as department_name,
        {{ tidy('procedure_code') }} as procedure_code,
        lower(visit_status) as visit_status,
        file_id,
        byte_offset,
        line_number,
        visit_date
    from source

)

select * from renamed
