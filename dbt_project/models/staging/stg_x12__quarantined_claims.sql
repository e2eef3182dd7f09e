with source as (

    select * from {{ source('raw', 'quarantined_rows') }}

),

renamed as (

    select distinct
        file_id,
        set_segment,
        coalesce(
            claim_segment,
            case when table_name in ('x12_835_claims', 'x12_837_claims') then segment_ordinal end
        ) as claim_segment,
        claim_segment is null and table_name not in ('x12_835_claims', 'x12_837_claims') as is_whole_set
    from source

)

select * from renamed
