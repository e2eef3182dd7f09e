-- R7, R12: who answers, in what order; the same answer sent twice is counted once. Where no 835 came, FHIR answers.
with remittances as (

    select
        keyed.*, resolved.claim_id, keyed.claim_status_code = '22' as is_reversal
    from {{ ref('int_remittances_keyed') }} as keyed
    inner join {{ ref('int_claim_keys_resolved') }} as resolved on keyed.own_key = resolved.own_key

    union all by name

    select * from {{ ref('int_fhir_answers') }}

),

billed as (

    select
        claim_id,
        payer_id,
        min(payer_sequence) as payer_sequence
    from {{ ref('int_submissions_sequenced') }}
    group by claim_id, payer_id

),

prior_payers as (

    select distinct remittance_id
    from {{ ref('stg_x12__adjustments') }}
    where carc in ('23', '276')

),

undone as (

    -- What a reversal of the same day takes back came before it, in whatever file it stands.
    select distinct answers.remittance_id
    from remittances as answers
    inner join remittances as reversals
        on
            answers.claim_id = reversals.claim_id
            and answers.payer_id = reversals.payer_id
            and answers.remitted_date = reversals.remitted_date
            and answers.paid_amount = -reversals.paid_amount
            and abs(answers.charge_amount) = abs(reversals.charge_amount)
    where reversals.is_reversal and not answers.is_reversal

),

placed as (

    select
        remittances.*,
        case
            when remittances.claim_status_code in ('1', '19') then 'primary'
            when remittances.claim_status_code in ('2', '20') then 'secondary'
            when remittances.claim_status_code in ('3', '21') then 'tertiary'
        end as stated_sequence,
        billed.payer_sequence as billed_sequence,
        prior_payers.remittance_id is not null as names_prior_payer,
        case
            when undone.remittance_id is not null then 1
            when remittances.is_reversal then 2
            else 3
        end as day_order,
        row_number() over (
            partition by
                remittances.claim_id, remittances.payer_id, remittances.payer_claim_control_number,
                remittances.claim_status_code, remittances.charge_amount, remittances.paid_amount,
                remittances.patient_responsibility_amount, remittances.remitted_date
            order by {{ envelope_order('remittances') }}
        ) as copy_number
    from remittances
    left join billed
        on remittances.claim_id = billed.claim_id and remittances.payer_id = billed.payer_id
    left join prior_payers on remittances.remittance_id = prior_payers.remittance_id
    left join undone on remittances.remittance_id = undone.remittance_id

),

sequenced as (

    select
        *,
        copy_number > 1 as is_duplicate,
        coalesce(
            stated_sequence,
            billed_sequence,
            max(stated_sequence) over (partition by claim_id, payer_id),
            case when names_prior_payer then 'secondary' else 'primary' end
        ) as payer_sequence,
        row_number() over (
            partition by claim_id
            order by remitted_date, copy_number, day_order, paid_amount > 0, {{ envelope_order('placed') }}
        ) as adjudication_number
    from placed

)

select * from sequenced
