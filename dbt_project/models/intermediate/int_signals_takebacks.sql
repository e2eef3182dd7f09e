-- R8: money taken back after it was paid: a denial after payment on the claim, or WO, FB or 72 on the payment.
select
    'takeback' as signal_kind,
    denials.denial_id as subject_id,
    denials.claim_id,
    denials.payer_id,
    'paid before, then denied with CARC ' || denials.carc as evidence,
    denials.denied_amount as signal_amount,
    denials.first_denied_date as signal_date,
    denials.file_id,
    denials.byte_offset,
    denials.segment_ordinal
from {{ ref('fct_denials') }} as denials
where denials.is_post_payment

union all

select
    'takeback' as signal_kind,
    adjustments.provider_adjustment_id as subject_id,
    cast(null as varchar) as claim_id,
    payments.payer_id,
    'PLB ' || adjustments.reason_code || ' on the payment' as evidence,
    adjustments.amount as signal_amount,
    payments.remitted_date as signal_date,
    adjustments.file_id,
    adjustments.byte_offset,
    adjustments.segment_ordinal
from {{ ref('stg_x12__provider_adjustments') }} as adjustments
inner join {{ ref('stg_x12__payments') }} as payments on adjustments.payment_id = payments.payment_id
where adjustments.reason_code in ('WO', 'FB', '72') and adjustments.amount > 0
