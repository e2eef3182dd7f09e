with source as (

    select * from {{ source('raw', 'x12_837_codes') }}

),

renamed as (

    select
        {{ segment_key('claim_segment') }} as submitted_claim_id,
        file_id,
        segment_ordinal,
        position,
        qualifier,
        upper({{ tidy('code') }}) as code,
        row_number() over (
            partition by file_id, claim_segment, qualifier in ('ABK', 'ABF', 'BK', 'BF')
            order by segment_ordinal, position
        ) as code_number
    from source
    where {{ without_quarantined() }}

)

select * from renamed
