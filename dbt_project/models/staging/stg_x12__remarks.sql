with source as (

    select * from {{ source('raw', 'x12_835_remarks') }}

),

renamed as (

    select
        {{ segment_key('claim_segment') }} as remittance_id,
        case when line_segment is not null then {{ segment_key('line_segment') }} end as remittance_line_id,
        file_id,
        segment_ordinal,
        position,
        source.source as remark_source,
        upper({{ tidy('rarc') }}) as rarc
    from source
    where {{ without_quarantined() }}

)

select * from renamed
