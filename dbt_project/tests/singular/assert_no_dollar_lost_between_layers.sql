-- Charged, paid and adjusted dollars of every remittance reach the marts; only what was put aside is missing.
with landed as (

    select
        sum(charge_amount) as charge_amount,
        sum(paid_amount) as paid_amount
    from {{ ref('stg_x12__remittances') }}

),

published as (

    select
        sum(charge_amount) as charge_amount,
        sum(paid_amount) as paid_amount
    from {{ ref('fct_remittances') }}
    where payment_id is not null

),

landed_adjustments as (

    select sum(adjustment_amount) as adjustment_amount from {{ ref('stg_x12__adjustments') }}

),

published_adjustments as (

    select sum(adjustment_amount) as adjustment_amount from {{ ref('fct_adjustments') }}

)

select *
from landed
cross join published
cross join landed_adjustments
cross join published_adjustments
where
    landed.charge_amount <> published.charge_amount
    or landed.paid_amount <> published.paid_amount
    or landed_adjustments.adjustment_amount <> published_adjustments.adjustment_amount
