with reviews as (

    select * from {{ source('raw', 'x12_278_reviews') }}

),

services as (

    select
        file_id,
        review_segment,
        string_agg(distinct procedure_code, '|') as procedures,
        min(coalesce(effective_from_date, service_from_date)) as effective_from_date,
        max(coalesce(effective_to_date, service_to_date)) as effective_to_date
    from {{ source('raw', 'x12_278_services') }}
    group by file_id, review_segment

),

renamed as (

    select
        {{ segment_key('reviews.segment_ordinal', 'reviews.file_id') }} as authorization_id,
        {{ tidy('reviews.authorization_number') }} as authorization_number,
        reviews.action_code,
        services.procedures,
        reviews.action_code in ('A1', 'A2', 'A6') as is_approved,
        coalesce(reviews.effective_from_date, services.effective_from_date, reviews.event_from_date)
            as effective_from_date,
        coalesce(
            reviews.effective_to_date, reviews.expiration_date, services.effective_to_date, reviews.event_to_date
        ) as effective_to_date
    from reviews
    left join services on reviews.file_id = services.file_id and reviews.segment_ordinal = services.review_segment
    where {{ tidy('reviews.authorization_number') }} is not null

)

select * from renamed
