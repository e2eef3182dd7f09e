with source as (

    select * from {{ source('raw', 'x12_837_lines') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as submitted_line_id,
        {{ segment_key('claim_segment') }} as submitted_claim_id,
        file_id,
        byte_offset,
        segment_ordinal,
        coalesce({{ tidy('line_number') }}, cast(segment_ordinal as varchar)) as line_number,
        {{ tidy('line_control_number') }} as line_control_number,
        {{ tidy('procedure_code') }} as procedure_code,
        {{ tidy('revenue_code') }} as revenue_code,
        modifier_1,
        modifier_2,
        modifier_3,
        modifier_4,
        place_of_service,
        diagnosis_pointer_1,
        rendering_npi,
        units,
        coalesce(charge_amount, 0) as charge_amount,
        service_date
    from source
    where {{ without_quarantined() }}

)

select * from renamed
