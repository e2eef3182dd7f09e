with source as (

    select * from {{ source('raw', 'x12_835_lines') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as remittance_line_id,
        {{ segment_key('claim_segment') }} as remittance_id,
        file_id,
        byte_offset,
        segment_ordinal,
        {{ tidy('line_control_number') }} as line_control_number,
        case
            when coalesce(procedure_qualifier, '') <> 'NU'
                then coalesce({{ tidy('submitted_procedure_code') }}, {{ tidy('procedure_code') }})
        end as procedure_code,
        coalesce(
            {{ tidy('revenue_code') }}, case when procedure_qualifier = 'NU' then {{ tidy('procedure_code') }} end
        ) as revenue_code,
        modifier_1,
        modifier_2,
        modifier_3,
        modifier_4,
        coalesce(submitted_units, paid_units) as units,
        coalesce(charge_amount, 0) as charge_amount,
        coalesce(paid_amount, 0) as paid_amount,
        allowed_amount,
        service_date
    from source
    where {{ without_quarantined() }}

)

select * from renamed
