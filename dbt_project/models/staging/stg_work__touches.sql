with source as (

    {{ latest_rows('work_touches', ['patient_control_number', 'worked_date', 'user_id', 'action']) }}

),

renamed as (

    select
        {{ segment_key('line_number') }} as touch_id,
        {{ tidy('patient_control_number') }} as patient_control_number,
        {{ tidy('user_id') }} as user_id,
        {{ tidy('action') }} as action,
        case when {{ tidy('user_id') }} is null then 'auto' else 'human' end as actor_kind,
        file_id,
        byte_offset,
        coalesce(touch_count, 1) as touch_count,
        line_number,
        coalesce(minutes, 0) as minutes,
        worked_date
    from source

)

select * from renamed
