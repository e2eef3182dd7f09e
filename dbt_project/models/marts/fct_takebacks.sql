-- R8: what payers took back, beside the denials: WO, FB and 72 of a payment, L6 interest apart, reversals of claims.
with payments as (

    select * from {{ ref('stg_x12__payments') }}

),

ledger as (

    select
        adjustments.provider_adjustment_id as takeback_id,
        cast(null as varchar) as claim_id,
        payments.payer_id,
        adjustments.payment_id,
        adjustments.provider_id,
        adjustments.reason_code,
        adjustments.reference_id,
        case adjustments.reason_code
            when 'WO' then 'overpayment_recovery'
            when 'FB' then 'forwarding_balance'
            when '72' then 'authorized_return'
            when 'L6' then 'interest'
            else 'other'
        end as takeback_kind,
        adjustments.amount as takeback_amount,
        payments.remitted_date as takeback_date,
        adjustments.file_id,
        adjustments.byte_offset,
        adjustments.segment_ordinal
    from {{ ref('stg_x12__provider_adjustments') }} as adjustments
    inner join payments on adjustments.payment_id = payments.payment_id

    union all

    select
        remittance_id as takeback_id,
        claim_id,
        payer_id,
        payment_id,
        null as provider_id,
        '22' as reason_code,
        payer_claim_control_number as reference_id,
        'reversal' as takeback_kind,
        -paid_amount as takeback_amount,
        remitted_date as takeback_date,
        file_id,
        byte_offset,
        segment_ordinal
    from {{ ref('fct_remittances') }}
    where is_reversal and not is_duplicate and paid_amount < 0

)

select
    takeback_id,
    claim_id,
    payer_id,
    payment_id,
    provider_id,
    reason_code,
    reference_id,
    takeback_kind,
    cast(takeback_amount as decimal(18, 2)) as takeback_amount,
    takeback_date,
    file_id,
    byte_offset,
    segment_ordinal
from ledger
