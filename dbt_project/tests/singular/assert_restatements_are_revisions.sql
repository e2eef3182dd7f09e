-- Every revision of a frozen figure is listed as a restatement of the one before, with both values as they were frozen.
select
    now.figure_id,
    now.revision
from {{ ref('rpt_rollups') }} as now
left join {{ ref('rpt_rollups') }} as before
    on now.figure_id = before.figure_id and now.revision = before.revision + 1
left join {{ ref('rpt_restatements') }} as restated
    on now.figure_id = restated.figure_id and now.revision = restated.revision
where
    now.revision > 1
    and (
        restated.figure_id is null
        or before.figure_id is null
        or restated.value is distinct from now.value
        or restated.previous_value is distinct from before.value
        or restated.previous_build_id is distinct from before.build_id
    )
