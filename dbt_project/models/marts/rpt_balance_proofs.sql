-- noqa: disable=LT02
with ledger as (

    select
        count(*) as delivery_count,
        count(*) filter (where file_status = 'loaded') as loaded_count,
        count(*) filter (where file_status = 'quarantined') as quarantined_count,
        count(*) filter (where file_status = 'duplicate') as duplicate_count
    from {{ ref('stg_x12__files') }}

),

proofs as (

    select
        'files_in' as proof_id,
        'Deliveries are loaded, quarantined or duplicates' as proof,
        'files' as unit,
        delivery_count as left_value,
        loaded_count + quarantined_count + duplicate_count as right_value
    from ledger

    {%- for measure, word in {'charge_amount': 'Charges', 'paid_amount': 'Payments'}.items() %}

    union all

    select
        'remitted_{{ measure }}', '{{ word }} of answered claims, from segment (CLP) to mart', 'usd',
        (select coalesce(sum({{ measure }}), 0) from {{ ref('stg_x12__remittances') }}),
        (select coalesce(sum({{ measure }}), 0) from {{ ref('fct_remittances') }} where payment_id is not null)
    {%- endfor %}

    union all

    select
        'submitted_charge_amount', 'Charges of first submissions, from segment (CLM) to mart', 'usd',
        (
            select coalesce(sum(charge_amount), 0) from {{ ref('int_submissions_sequenced') }}
            where submission_number = 1
        ),
        (select coalesce(sum(charge_amount), 0) from {{ ref('fct_claims') }} where is_submission_seen)

    union all

    select
        'adjusted_amount', 'Adjustments, from segment (CAS) to mart', 'usd',
        (select coalesce(sum(adjustment_amount), 0) from {{ ref('stg_x12__adjustments') }}),
        (select coalesce(sum(adjustment_amount), 0) from {{ ref('fct_adjustments') }})

    union all

    select
        'provider_adjusted_amount', 'Provider adjustments, from segment (PLB) to the ledger of takebacks', 'usd',
        (select coalesce(sum(amount), 0) from {{ ref('stg_x12__provider_adjustments') }}),
        (
            select coalesce(sum(takeback_amount), 0) from {{ ref('fct_takebacks') }}
            where takeback_kind <> 'reversal'
        )

    union all

    select
        'paid_by_check', 'Payments (BPR) are claims paid (CLP04) less PLB, where no claim was put aside', 'usd',
        (select coalesce(sum(payment_amount), 0) from {{ ref('int_payments_balanced') }} where is_whole),
        (select coalesce(sum(claim_amount - provider_amount), 0) from {{ ref('int_payments_balanced') }} where is_whole)

    union all

    select
        'initial_denied_amount', 'What claims say was denied at first is what their denials have at stake', 'usd',
        (select coalesce(sum(initial_denied_amount), 0) from {{ ref('fct_claims') }}),
        (select coalesce(sum(denied_amount), 0) from {{ ref('fct_denials') }} where is_initial)

    union all

    select
        'recovered_amount', 'Recovered dollars (K21) are those of the denials', 'usd',
        (
            select coalesce(sum(numerator), 0) from {{ ref('rpt_kpis') }}
            where kpi_id = 'K21' and period_grain = 'all' and slice_dimension is null
        ),
        (select coalesce(sum(recovered_amount), 0) from {{ ref('fct_denials') }})

)

select
    proof_id,
    proof,
    unit,
    cast(left_value as decimal(38, 2)) as left_value,
    cast(right_value as decimal(38, 2)) as right_value,
    cast(left_value - right_value as decimal(38, 2)) as difference,
    left_value = right_value as is_proven
from proofs
