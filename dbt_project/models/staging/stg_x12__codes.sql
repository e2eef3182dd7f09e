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
        {{ tidy('present_on_admission') }} as present_on_admission,
        row_number() over (
            partition by file_id, claim_segment, qualifier in ('ABK', 'ABF', 'BK', 'BF')
            order by segment_ordinal, position
        ) as code_number,
        cast(try_strptime(code_date, '%Y%m%d') as date) as code_date
    from source
    where {{ without_quarantined() }}

)

select * from renamed
