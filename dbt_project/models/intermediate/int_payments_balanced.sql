-- R8: each payment beside what its claims and its PLB say; whole where no claim of its file was put aside.
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

),

aside as (

    select distinct file_id from {{ ref('stg_x12__quarantined_claims') }}

)

select
    payments.payment_id,
    payments.payer_id,
    payments.file_id,
    payments.byte_offset,
    payments.segment_ordinal,
    payments.payment_amount,
    coalesce(claims.paid_amount, 0) as claim_amount,
    coalesce(taken.amount, 0) as provider_amount,
    aside.file_id is null as is_whole,
    payments.payment_amount = coalesce(claims.paid_amount, 0) - coalesce(taken.amount, 0) as is_balanced,
    payments.remitted_date
from {{ ref('stg_x12__payments') }} as payments
left join claims on payments.payment_id = claims.payment_id
left join taken on payments.payment_id = taken.payment_id
left join aside on payments.file_id = aside.file_id
