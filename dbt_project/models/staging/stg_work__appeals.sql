with source as (

    {{ latest_rows(
        'work_appeals', ['patient_control_number', 'level', 'filed_date'], first='source.decided_date desc nulls last'
    ) }}

),

renamed as (

    select
        {{ tidy('patient_control_number') }} || '-' || cast(level as varchar) || '-' || cast(filed_date as varchar)
            as appeal_id,
        {{ tidy('patient_control_number') }} as patient_control_number,
        case upper(outcome)
            when 'PENDING' then 'open'
            when 'OPEN' then 'open'
            when 'OVERTURNED' then 'overturned'
            when 'PARTIALLY OVERTURNED' then 'partly_overturned'
            when 'UPHELD' then 'upheld'
            when 'WITHDRAWN' then 'withdrawn'
            else 'unknown'
        end as outcome,
        file_id,
        byte_offset,
        level,
        line_number,
        filed_date,
        decided_date
    from source

)

select * from renamed
