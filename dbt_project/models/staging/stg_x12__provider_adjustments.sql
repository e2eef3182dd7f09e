with source as (

    select * from {{ source('raw', 'x12_835_provider_adjustments') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} || '-' || cast(position as varchar) as provider_adjustment_id,
        {{ segment_key('set_segment') }} as payment_id,
        file_id,
        byte_offset,
        segment_ordinal,
        {{ tidy('provider_id') }} as provider_id,
        upper({{ tidy('reason_code') }}) as reason_code,
        {{ tidy('reference_id') }} as reference_id,
        coalesce(amount, 0) as amount,
        fiscal_period_date
    from source

)

select * from renamed
