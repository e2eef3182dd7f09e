with source as (

    select * from {{ source('raw', 'x12_837_billing_providers') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as billing_provider_key,
        file_id,
        segment_ordinal,
        {{ tidy('npi') }} as npi,
        {{ tidy('name') }} as provider_name,
        {{ tidy('tax_id') }} as tax_id,
        {{ tidy('taxonomy_code') }} as taxonomy_code
    from source

)

select * from renamed
