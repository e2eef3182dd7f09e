-- A view: it is asked for one claim at a time, and kept as rows it would repeat the largest facts.
{{ config(materialized='view') }}

with submitted as (

    select
        claim_id,
        submitted_date as event_date,
        0 as step,
        case frequency_code when '7' then 'replaced' when '8' then 'voided' else 'submitted' end as event_kind,
        case frequency_code when '7' then 'Replacement sent' when '8' then 'Void sent' else 'Claim sent' end as title,
        concat_ws(
            ', ',
            'frequency ' || coalesce(frequency_code, '1'),
            'diagnosis ' || principal_diagnosis_code,
            'authorization ' || prior_authorization_number,
            'replaces ' || original_reference_number
        ) as detail,
        cast(charge_amount as decimal(18, 2)) as amount,
        cast(null as decimal(18, 2)) as denied_amount,
        cast(null as decimal(18, 2)) as patient_responsibility_amount,
        cast(null as varchar) as remittance_id,
        file_id,
        byte_offset,
        segment_ordinal
    from {{ ref('int_submissions_sequenced') }}

),

answered as (

    select
        claim_id,
        remitted_date as event_date,
        2 as step,
        case when is_reversal then 'reversed' else outcome end as event_kind,
        case
            when is_reversal and paid_amount < 0 then 'Payment taken back'
            when is_reversal then 'Earlier answer reversed'
            when outcome = 'denied' then 'Denied'
            when outcome = 'partially_denied' then 'Paid in part, denied in part'
            when outcome = 'paid' then 'Paid'
            else 'Answered: ' || replace(outcome, '_', ' ')
        end as title,
        concat_ws(
            ', ',
            'payment ' || trace_number,
            'payer''s number ' || payer_claim_control_number
        ) as detail,
        paid_amount as amount,
        denied_amount,
        patient_responsibility_amount,
        remittance_id,
        file_id,
        byte_offset,
        segment_ordinal
    from {{ ref('fct_remittances') }}

),

explained as (

    select
        adjustments.claim_id,
        adjustments.remitted_date as event_date,
        3 as step,
        adjustments.adjustment_class as event_kind,
        adjustments.group_code || '-' || adjustments.carc || ': ' || codes.plain_meaning as title,
        case when adjustments.is_denial and adjustments.adjustment_amount > 0 then codes.first_action else '' end
            as detail,
        adjustments.adjustment_amount as amount,
        null as denied_amount,
        null as patient_responsibility_amount,
        adjustments.remittance_id,
        adjustments.file_id,
        adjustments.byte_offset,
        adjustments.segment_ordinal
    from {{ ref('fct_adjustments') }} as adjustments
    left join {{ ref('dim_denial_codes') }} as codes on adjustments.denial_code_id = codes.denial_code_id

)

select * from {{ ref('int_claim_checks') }}
union all
select * from submitted
union all
select * from answered
union all
select * from explained
