with judged as (

    select * from {{ ref('int_remittances_judged') }}

),

mapping as (

    select * from {{ ref('carc_mapping') }}

)

select
    judged.remittance_id,
    judged.claim_id,
    judged.payer_id,
    judged.payment_id,
    judged.trace_number,
    judged.payer_claim_control_number,
    judged.claim_status_code,
    judged.payer_sequence,
    judged.outcome,
    case when judged.denial_carc is not null then coalesce(mapping.category, 'Unmapped') end as denial_category,
    judged.denial_carc,
    cast(judged.adjudication_number as integer) as adjudication_number,
    cast(judged.charge_amount as decimal(18, 2)) as charge_amount,
    cast(judged.paid_amount as decimal(18, 2)) as paid_amount,
    cast(judged.patient_responsibility_amount as decimal(18, 2)) as patient_responsibility_amount,
    cast(judged.adjustment_amount as decimal(18, 2)) as adjustment_amount,
    cast(judged.denied_amount as decimal(18, 2)) as denied_amount,
    cast(judged.interest_amount as decimal(18, 2)) as interest_amount,
    judged.is_primary,
    judged.is_duplicate,
    judged.is_reversal,
    coalesce(judged.is_first_adjudication, false) as is_first_adjudication,
    judged.outcome in ('denied', 'partially_denied') as is_denied,
    coalesce(judged.is_masked_denial, false) as is_masked_denial,
    judged.is_process_waste,
    judged.is_unprocessable,
    judged.payment_id is null or judged.charge_amount - judged.adjustment_amount = judged.paid_amount as is_balanced,
    judged.remitted_date,
    judged.file_id,
    judged.byte_offset,
    judged.segment_ordinal
from judged
left join mapping on judged.denial_carc = mapping.carc
