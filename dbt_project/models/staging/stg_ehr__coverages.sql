with source as (

    {{ latest_rows('ehr_coverages', ['coverage_id', 'effective_date']) }}

),

renamed as (

    select
        coverage_id || coalesce('-' || cast(effective_date as varchar), '') as coverage_key,
        coverage_id,
        patient_id,
        {{ payer_key('payer_id', 'payer_name') }} as payer_id,
        {{ tidy('payer_name') }} as payer_name,
        {{ tidy('member_id') }} as member_id,
        {{ tidy('plan_name') }} as plan_name,
        file_id,
        byte_offset,
        coalesce(filing_order, 1) as filing_order,
        line_number,
        has_other_coverage,
        effective_date,
        termination_date
    from source

)

select * from renamed
