-- R8: BPR02 is the sum of CLP04 less the sum of PLB; payments with a claim put aside cannot be judged.
{{ config(severity = 'warn') }}
with claims as (

    select
        payment_id,
        sum(paid_amount) as paid_amount
    from {{ ref('stg_x12__remittances') }}
    group by payment_id

),

taken as (

    select
        payment_id,
        sum(amount) as amount
    from {{ ref('stg_x12__provider_adjustments') }}
    group by payment_id

)

select payments.payment_id
from {{ ref('stg_x12__payments') }} as payments
left join claims on payments.payment_id = claims.payment_id
left join taken on payments.payment_id = taken.payment_id
where
    payments.payment_amount <> coalesce(claims.paid_amount, 0) - coalesce(taken.amount, 0)
    and payments.file_id not in (
        select quarantined.file_id from {{ ref('stg_x12__quarantined_claims') }} as quarantined
    )
