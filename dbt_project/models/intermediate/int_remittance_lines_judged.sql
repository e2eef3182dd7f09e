-- R1, R2, R4, R5, R6, R10: what each answered line came to, and its one reason where it was denied.
with lines as (

    select * from {{ ref('int_remittance_lines_keyed') }}

),

remittances as (

    select * from {{ ref('int_remittances_sequenced') }}

),

amounts as (

    select
        coalesce(remittance_line_id, remittance_id) as answered_id,
        sum(adjustment_amount) filter (where adjustment_class = 'denial') as denial_amount,
        sum(adjustment_amount) filter (where adjustment_class = 'patient_share') as patient_share_amount,
        sum(adjustment_amount) filter (where adjustment_class = 'pended') as pended_amount,
        sum(adjustment_amount) filter (where adjustment_class = 'duplicate') as duplicate_amount,
        sum(adjustment_amount) filter (where adjustment_class in ('prior_payer', 'follows_primary'))
            as prior_payer_amount,
        sum(adjustment_amount) filter (where carc = '45') as fee_schedule_amount
    from {{ ref('int_adjustments_classified') }}
    group by 1

),

weighed as (

    select
        lines.*,
        remittances.claim_status_code,
        remittances.is_reversal,
        remittances.paid_amount as claim_paid_amount,
        coalesce(own.denial_amount, 0) as denial_amount,
        coalesce(own.patient_share_amount, 0) as patient_share_amount,
        coalesce(own.pended_amount, whole.pended_amount, 0) as pended_amount,
        coalesce(own.duplicate_amount, whole.duplicate_amount, 0) as duplicate_amount,
        coalesce(own.prior_payer_amount, whole.prior_payer_amount, 0) as prior_payer_amount,
        coalesce(own.fee_schedule_amount, 0) as fee_schedule_amount,
        coalesce(whole.denial_amount, 0) as claim_denial_amount,
        coalesce(own_reason.hard_soft, whole_reason.hard_soft, 'soft') as hard_soft,
        coalesce(own_reason.group_code, whole_reason.group_code, 'CO') as group_code,
        coalesce(
            own_reason.carc, whole_reason.carc, case when own.fee_schedule_amount > 0 then '45' else 'none' end
        ) as carc
    from lines
    inner join remittances on lines.remittance_id = remittances.remittance_id
    left join amounts as own on lines.remittance_line_id = own.answered_id
    left join amounts as whole on lines.remittance_id = whole.answered_id
    left join {{ ref('int_denial_reasons') }} as own_reason on lines.remittance_line_id = own_reason.answered_id
    left join {{ ref('int_denial_reasons') }} as whole_reason on lines.remittance_id = whole_reason.answered_id

),

judged as (

    select
        *,
        case
            when is_reversal then 'reversed'
            when charge_amount <= 0.01 then 'too_small'
            when paid_amount > 0 then 'paid'
            when patient_share_amount > 0 then 'patient_share'
            when denial_amount > 0 then 'denied'
            when claim_denial_amount > 0 and claim_paid_amount <= 0 then 'denied'
            when pended_amount > 0 then 'pended'
            when duplicate_amount > 0 then 'duplicate'
            when prior_payer_amount > 0 then 'prior_payer'
            when claim_status_code = '4' then 'denied'
            when fee_schedule_amount >= charge_amount then 'masked'
            else 'zero_paid'
        end as own_judgement
    from weighed

)

-- K2 takes the whole claim where it is denied as a whole: a line of a cent goes with the lines around it.
select
    *,
    case
        when
            own_judgement = 'too_small'
            and claim_paid_amount <= 0
            and bool_and(own_judgement in ('denied', 'too_small')) over (partition by remittance_id)
            and bool_or(own_judgement = 'denied') over (partition by remittance_id)
            then 'denied'
        else own_judgement
    end as judgement,
    not is_reversal
    and charge_amount > 0.01
    and paid_amount <= 0
    and fee_schedule_amount >= charge_amount as is_masked
from judged
