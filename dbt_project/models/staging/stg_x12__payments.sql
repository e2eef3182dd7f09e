with source as (

    select * from {{ source('raw', 'x12_835_payments') }}

),

received as (

    select
        file_id,
        min(received_at) as received_at
    from {{ ref('stg_x12__files') }}
    where file_status = 'loaded'
    group by file_id

),

renamed as (

    select
        {{ segment_key('source.segment_ordinal', 'source.file_id') }} as payment_id,
        source.file_id,
        source.byte_offset,
        source.segment_ordinal,
        source.set_segment,
        {{ payer_key('coalesce(source.payer_id, source.payer_other_id)', 'source.payer_name') }} as payer_id,
        {{ tidy('source.payer_name') }} as payer_name,
        {{ tidy('source.trace_number') }} as trace_number,
        case when source.payee_id_qualifier = 'XX' then {{ tidy('source.payee_id') }} end as payee_npi,
        {{ tidy('source.payee_name') }} as payee_name,
        source.payment_method_code,
        coalesce(source.payment_amount, 0) as payment_amount,
        source.payment_date,
        source.production_date,
        cast(coalesce(source.payment_date, source.production_date, received.received_at) as date) as remitted_date
    from source
    left join received on source.file_id = received.file_id

)

select * from renamed
