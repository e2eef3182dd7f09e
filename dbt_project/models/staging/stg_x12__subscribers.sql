with source as (

    select * from {{ source('raw', 'x12_837_subscribers') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as subscriber_key,
        file_id,
        segment_ordinal,
        payer_responsibility_code,
        filing_indicator_code,
        {{ payer_key('payer_id', 'payer_name') }} as payer_id,
        {{ tidy('payer_name') }} as payer_name
    from source

)

select * from renamed
