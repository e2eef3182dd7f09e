-- Which interchange a set came in: what two answers of one day are ordered by, whatever order their files landed in.
with interchanges as (

    select * from {{ ref('stg_x12__interchanges') }}

),

positions as (

    select
        file_id,
        segment_ordinal,
        segment_ordinal as interchange_segment,
        cast(null as varchar) as set_id
    from interchanges

    union all

    select
        file_id,
        segment_ordinal,
        null as interchange_segment,
        set_id
    from {{ ref('stg_x12__sets') }}

),

placed as (

    select
        set_id,
        file_id,
        max(interchange_segment) over (partition by file_id order by segment_ordinal) as interchange_segment
    from positions

)

select
    placed.set_id,
    placed.file_id,
    interchanges.sender_id,
    interchanges.control_number as interchange_control_number,
    coalesce(interchanges.sent_stamp, '') as sent_stamp
from placed
left join interchanges
    on placed.file_id = interchanges.file_id and placed.interchange_segment = interchanges.segment_ordinal
where placed.set_id is not null
