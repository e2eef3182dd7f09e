with source as (

    select * from {{ source('raw', 'x12_271_subscribers') }}

),

renamed as (

    select
        {{ segment_key('segment_ordinal') }} as member_answer_id,
        file_id,
        byte_offset,
        segment_ordinal,
        set_segment,
        {{ tidy('trace_number') }} as trace_number,
        {{ tidy('id') }} as member_id,
        coalesce(plan_begin_date, plan_from_date, eligibility_begin_date) as coverage_from_date,
        coalesce(plan_end_date, plan_to_date, eligibility_end_date) as coverage_to_date
    from source

)

select * from renamed
