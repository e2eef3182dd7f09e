with source as (

    select * from {{ source('raw', 'x12_835_adjustments') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} || '-' || cast(position as varchar) as adjustment_id,
        {{ segment_key('claim_segment') }} as remittance_id,
        case when line_segment is not null then {{ segment_key('line_segment') }} end as remittance_line_id,
        file_id,
        byte_offset,
        segment_ordinal,
        upper(coalesce({{ tidy('group_code') }}, 'none')) as group_code,
        upper(coalesce({{ tidy('carc') }}, 'none')) as carc,
        position,
        coalesce(amount, 0) as adjustment_amount,
        quantity
    from source
    where {{ without_quarantined() }}

)

select * from renamed
