-- R2, R3, R5, R6, R10, R11, R23: what each adjustment means, once code, amount and the other payers are looked at.
with adjustments as (

    select * from {{ ref('stg_x12__adjustments') }}

),

remittances as (

    select * from {{ ref('int_remittances_sequenced') }}

),

lines as (

    select * from {{ ref('stg_x12__remittance_lines') }}

),

mapping as (

    select * from {{ ref('carc_mapping') }}

),

paid_by_others as (

    select distinct remittances.remittance_id
    from remittances
    inner join remittances as other
        on
            remittances.claim_id = other.claim_id
            and remittances.payer_id <> other.payer_id
            and other.paid_amount > 0

),

weighed as (

    select
        adjustments.*,
        remittances.claim_id,
        coalesce(mapping.counting_class, 'denial') as counting_class,
        mapping.hard_soft,
        mapping.carc is not null as is_mapped,
        paid_by_others.remittance_id is not null as is_paid_by_another,
        remittances.claim_status_code = '4' as is_status_denied,
        adjustments.adjustment_amount
        >= coalesce(lines.charge_amount, remittances.charge_amount) as is_whole_charge
    from adjustments
    inner join remittances on adjustments.remittance_id = remittances.remittance_id
    left join lines on adjustments.remittance_line_id = lines.remittance_line_id
    left join mapping on adjustments.carc = mapping.carc
    left join paid_by_others on adjustments.remittance_id = paid_by_others.remittance_id

),

classified as (

    select
        adjustment_id,
        remittance_id,
        remittance_line_id,
        claim_id,
        file_id,
        byte_offset,
        segment_ordinal,
        group_code,
        carc,
        case
            when counting_class = 'other_payer'
                then case when is_paid_by_another then 'prior_payer' else 'denial' end
            when counting_class = 'capitation'
                then case when is_status_denied then 'denial' else 'contractual' end
            when counting_class = 'by_amount'
                then case when is_whole_charge then 'denial' else 'contractual' end
            else counting_class
        end as adjustment_class,
        coalesce(hard_soft, 'hard') as hard_soft,
        position,
        adjustment_amount,
        quantity,
        is_mapped
    from weighed

)

select * from classified
