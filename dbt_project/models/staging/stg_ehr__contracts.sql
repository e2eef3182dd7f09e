with source as (

    {{ latest_rows('ehr_contracts', ['contract_id', 'effective_date']) }}

),

renamed as (

    select
        contract_id || '-' || cast(effective_date as varchar) as contract_key,
        contract_id,
        {{ payer_key('payer_id', 'null') }} as payer_id,
        {{ tidy('facility_npi') }} as facility_npi,
        {{ tidy('service_line') }} as service_line,
        {{ tidy('procedure_code') }} as procedure_code,
        {{ tidy('drg_code') }} as drg_code,
        lower(basis) as basis,
        file_id,
        byte_offset,
        line_number,
        charge_percent,
        unit_amount,
        drg_weight,
        effective_date,
        end_date
    from source

)

select * from renamed
