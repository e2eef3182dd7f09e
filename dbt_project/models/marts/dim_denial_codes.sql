with codes as (

    select distinct
        denial_code_id,
        group_code,
        carc
    from {{ ref('fct_adjustments') }}

    union

    select distinct
        denial_code_id,
        group_code,
        carc
    from {{ ref('fct_denials') }}

)

select
    codes.denial_code_id,
    codes.group_code,
    codes.carc,
    coalesce(mapping.category, 'Unmapped') as category,
    coalesce(mapping.subcategory, 'Unmapped') as subcategory,
    coalesce(mapping.plain_meaning, 'Not in the mapping yet') as plain_meaning,
    coalesce(mapping.hard_soft, 'na') as hard_soft,
    coalesce(mapping.preventable, 'na') as preventable,
    coalesce(mapping.owner_team, 'Unassigned') as owner_team,
    coalesce(mapping.first_action, 'Read the remittance and map this code') as first_action,
    mapping.carc is not null as is_mapped
from codes
left join {{ ref('carc_mapping') }} as mapping on codes.carc = mapping.carc
