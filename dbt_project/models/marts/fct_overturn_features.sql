{#- One row a denial that can be worked: what is known once it has been read, what it would bring, and apart its label.
    Work on it shows in the files as a further submission or answer of the claim, or as money. -#}
with denials as (

    select * from {{ ref('fct_denials') }}
    where not is_process_waste and is_initial

),

claims as (

    select * from {{ ref('int_claims_at_submission') }}

),

answers as (

    select * from {{ ref('fct_claims') }}

),

lines as (

    select * from {{ ref('fct_claim_lines') }}

),

rates as (

    select * from {{ ref('int_payment_rates') }}

),

payers as (

    select distinct
        payer_id,
        payer_paid_rate
    from rates

),

efforts as (

    select * from {{ ref('rework_efforts') }}

),

told as (

    select
        denials.*,
        {{ denial_reason_of('denials.category', 'denials.subcategory') }} as reason
    from denials

)

select
    told.denial_id,
    told.claim_id,
    told.payer_id,
    told.rendering_provider_id,
    told.procedure_id,
    told.reason,
    told.carc,
    coalesce(told.rarc, 'none') as rarc,
    told.group_code,
    told.hard_soft,
    told.service_line,
    claims.line_of_business,
    told.claim_type,
    claims.authorization_status,
    told.denied_amount,
    cast(
        case
            when rates.is_by_unit and lines.units > 0
                then least(rates.unit_amount * cast(lines.units as double), cast(told.denied_amount as double))
            else cast(told.denied_amount as double) * coalesce(rates.paid_rate, payers.payer_paid_rate, 0.4)
        end as decimal(18, 2)
    ) as collectible_amount,
    cast(efforts.expected_minutes * efforts.hourly_cost_amount / 60 as decimal(18, 2)) as cost_amount,
    efforts.expected_minutes,
    claims.line_count,
    claims.submission_lag_days,
    claims.has_prior_authorization,
    told.is_whole_claim,
    told.status = 'open' as is_open,
    told.first_denied_date,
    answers.submission_count > 1 or answers.remittance_count > 1 or told.recovered_amount > 0 as label_is_worked,
    told.recovered_amount > 0 as label_is_recovered
from told
inner join claims on told.claim_id = claims.claim_id
inner join answers on told.claim_id = answers.claim_id
inner join efforts on told.reason = efforts.reason
left join lines on told.claim_line_id = lines.claim_line_id
left join rates
    on
        told.payer_id = rates.payer_id
        and told.procedure_id = rates.procedure_id
        and coalesce(answers.drg_code, 'none') = rates.drg_code
left join payers on told.payer_id = payers.payer_id
