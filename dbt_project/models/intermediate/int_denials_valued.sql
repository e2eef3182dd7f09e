{#- What a denial would bring if it fell: by what its payer pays for such a unit or of such a charge. -#}
with denials as ( -- noqa: disable=LT02

    select * from {{ ref('fct_denials') }}

),

claims as (

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

)

select
    denials.denial_id,
    cast(
        case
            when rates.is_by_unit and lines.units > 0
                then least(rates.unit_amount * cast(lines.units as double), cast(denials.denied_amount as double))
            else cast(denials.denied_amount as double) * coalesce(rates.paid_rate, payers.payer_paid_rate, 0.4)
        end as decimal(18, 2)
    ) as collectible_amount
from denials
inner join claims on denials.claim_id = claims.claim_id
left join lines on denials.claim_line_id = lines.claim_line_id
left join rates
    on
        denials.payer_id = rates.payer_id
        and denials.procedure_id = rates.procedure_id
        and coalesce(claims.drg_code, 'none') = rates.drg_code
left join payers on denials.payer_id = payers.payer_id
