-- R1, R5, R7, R10, R12, R15: what each answer to a claim came to, and which is the first that decides.
with remittances as (

    select * from {{ ref('int_remittances_sequenced') }}

),

ranked_lines as (

    select
        *,
        row_number() over (
            partition by remittance_id, judgement
            order by charge_amount desc, case hard_soft when 'hard' then 0 else 1 end, carc, segment_ordinal
        ) as reason_rank
    from {{ ref('int_remittance_lines_judged') }}

),

lines as (

    select
        remittance_id,
        count(*) filter (where judgement = 'denied') as denied_line_count,
        count(*) filter (where judgement = 'pended') as pended_line_count,
        count(*) filter (where judgement = 'duplicate') as duplicate_line_count,
        coalesce(sum(charge_amount) filter (where judgement = 'denied'), 0) as denied_amount,
        bool_or(is_masked) as is_masked_denial,
        min_by(carc, reason_rank) filter (where judgement = 'denied') as denial_carc
    from ranked_lines
    group by remittance_id

),

adjusted as (

    select
        remittance_id,
        sum(adjustment_amount) as adjustment_amount
    from {{ ref('int_adjustments_classified') }}
    group by remittance_id

),

unprocessable as (

    select distinct remittance_id
    from {{ ref('stg_x12__remarks') }}
    where rarc = 'MA130'

),

judged as (

    select
        remittances.*,
        lines.denied_amount,
        lines.is_masked_denial,
        lines.denial_carc,
        coalesce(adjusted.adjustment_amount, 0) as adjustment_amount,
        unprocessable.remittance_id is not null as is_unprocessable,
        remittances.payer_sequence = 'primary' as is_primary,
        lines.duplicate_line_count > 0 and lines.denied_line_count = 0
        and remittances.paid_amount <= 0
        and not remittances.is_reversal as is_process_waste,
        case
            when remittances.is_reversal then 'reversed'
            when remittances.claim_status_code in ('23', '25') then 'informational'
            when lines.denied_line_count > 0 and remittances.paid_amount > 0 then 'partially_denied'
            when lines.denied_line_count > 0 then 'denied'
            when remittances.paid_amount > 0 then 'paid'
            when lines.pended_line_count > 0 then 'pended'
            else 'zero_paid'
        end as outcome
    from remittances
    inner join lines on remittances.remittance_id = lines.remittance_id
    left join adjusted on remittances.remittance_id = adjusted.remittance_id
    left join unprocessable on remittances.remittance_id = unprocessable.remittance_id

),

counted as (

    select
        *,
        is_primary
        and not is_duplicate
        and not is_process_waste
        and outcome not in ('reversed', 'informational', 'pended') as is_counted
    from judged

)

select
    *,
    is_counted
    and adjudication_number = min(case when is_counted then adjudication_number end) over (
        partition by claim_id
    ) as is_first_adjudication
from counted
