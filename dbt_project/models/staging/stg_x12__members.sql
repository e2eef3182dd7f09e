with source as (

    select * from {{ source('raw', 'x12_837_subscribers') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as subscriber_key,
        coalesce({{ tidy('member_id') }}, {{ segment_key('segment_ordinal') }}) as member_id,
        right({{ tidy('member_id') }}, 6) || '|' || coalesce(cast(birth_date as varchar), '') as member_key,
        upper({{ tidy('sex') }}) as sex,
        birth_date
    from source

)

select * from renamed
