-- The inventory holds every open dollar of the denials, once.
with inventory as (

    select
        sum(denial_count) as denial_count,
        sum(open_amount) as open_amount
    from {{ ref('rpt_open_inventory') }}

),

denials as (

    select
        count(*) as denial_count,
        sum(open_amount) as open_amount
    from {{ ref('fct_denials') }}
    where open_amount > 0

)

select
    inventory.denial_count,
    denials.denial_count as expected_count,
    inventory.open_amount,
    denials.open_amount as expected_amount
from inventory
cross join denials
where
    coalesce(inventory.denial_count, 0) <> denials.denial_count
    or coalesce(inventory.open_amount, 0) <> coalesce(denials.open_amount, 0)
