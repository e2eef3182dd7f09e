-- Which interchange and group a set came in: what two answers of one day are ordered by, whatever order their files
-- landed in, and what a 999 names.
with interchanges as (

    select * from {{ ref('stg_x12__interchanges') }}

),

groups as (

    select * from {{ ref('stg_x12__groups') }}

),

positions as (

    select
        file_id,
        segment_ordinal,
        segment_ordinal as interchange_segment,
        cast(null as integer) as group_segment,
        cast(null as varchar) as set_id,
        cast(null as varchar) as control_number
    from interchanges

    union all

    select file_id, segment_ordinal, null, segment_ordinal as group_segment, null, null
    from groups

    union all

    select file_id, segment_ordinal, null, null, set_id, control_number
    from {{ ref('stg_x12__sets') }}

),

placed as (

    select
        *,
        max(interchange_segment) over (partition by file_id order by segment_ordinal) as own_interchange,
        max(group_segment) over (partition by file_id order by segment_ordinal) as own_group
    from positions

)

select
    placed.set_id,
    placed.file_id,
    placed.control_number as set_control_number,
    groups.control_number as group_control_number,
    interchanges.control_number as interchange_control_number,
    interchanges.sender_id,
    coalesce(interchanges.sent_stamp, '') as sent_stamp
from placed
left join interchanges
    on placed.file_id = interchanges.file_id and placed.own_interchange = interchanges.segment_ordinal
left join groups on placed.file_id = groups.file_id and placed.own_group = groups.segment_ordinal
where placed.set_id is not null
