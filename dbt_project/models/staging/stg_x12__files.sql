with source as (

    select * from {{ source('raw', 'files') }}

),

renamed as (

    select
        file_id,
        batch_id,
        file_name,
        sha256,
        type as file_type,
        status as file_status,
        reason_code,
        claim_count,
        line_count,
        adjustment_count,
        received_at,
        landed_at
    from source

)

select * from renamed
