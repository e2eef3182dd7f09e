{#- A claim's service lines as they were sent, in one row: the second procedure, and the modifiers that matter. -#}
with lines as (

    select
        claim_id,
        procedure_id,
        modifier_1,
        coalesce(modifier_1, '') || ' ' || coalesce(modifier_2, '') || ' ' || coalesce(modifier_3, '') || ' '
        || coalesce(modifier_4, '') as modifiers,
        place_of_service,
        charge_amount,
        units,
        row_number() over (
            partition by claim_id
            order by segment_ordinal, line_key
        ) as line_rank
    from {{ ref('fct_claim_lines') }}
    where is_submission_seen

)

select
    claim_id,
    max(case when line_rank = 2 then procedure_id end) as second_procedure_id,
    coalesce(max(case when line_rank = 1 then modifier_1 end), '') || '|'
    || coalesce(max(case when line_rank = 2 then modifier_1 end), '') as modifiers,
    max(case when line_rank = 1 then place_of_service end) as place_of_service,
    max(case when line_rank = 1 then charge_amount end) as first_line_charge_amount,
    sum(units) as unit_count,
    bool_or(modifiers like '%25%') as has_modifier_25,
    bool_or(modifiers like '%59%' or modifiers like '%X_%') as has_modifier_59,
    bool_or(modifiers like '%76%' or modifiers like '%77%') as has_modifier_76,
    bool_or(modifiers like '%95%' or modifiers like '%GT%') as has_modifier_95,
    bool_or(modifiers like '%LT%' or modifiers like '%RT%' or modifiers like '%50%') as has_side_modifier
from lines
group by claim_id
