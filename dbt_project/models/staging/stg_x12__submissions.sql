with source as (

    select * from {{ source('raw', 'x12_837_submissions') }}

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
        {{ segment_key('source.segment_ordinal', 'source.file_id') }} as submission_id,
        source.file_id,
        source.segment_ordinal,
        source.reference_id,
        source.submitter_name,
        source.receiver_name,
        cast(coalesce(source.created_date, received.received_at) as date) as submitted_date
    from source
    left join received on source.file_id = received.file_id

)

select * from renamed
