{#- What a payer pays for a procedure once it pays: of a charge, and for a unit. By which of the two it pays is that
    which varies less between its own paid lines; both are drawn to the payer's mean where there are few lines. -#}
{%- set weight = 2 -%}
with lines as ( -- noqa: disable=LT02

    select
        lines.payer_id,
        lines.procedure_id,
        coalesce(claims.drg_code, 'none') as drg_code,
        cast(lines.paid_amount as double) as paid_amount,
        cast(lines.charge_amount as double) as charge_amount,
        cast(greatest(coalesce(lines.units, 1), 1) as double) as units
    from {{ ref('fct_claim_lines') }} as lines
    inner join {{ ref('fct_claims') }} as claims on lines.claim_id = claims.claim_id
    where lines.initial_outcome = 'paid' and lines.charge_amount > 0 and lines.paid_amount > 0

),

payers as (

    select
        payer_id,
        sum(paid_amount) / sum(charge_amount) as paid_rate
    from lines
    group by payer_id

),

procedures as (

    select
        payer_id,
        procedure_id,
        drg_code,
        count(*) as line_count,
        sum(paid_amount) as paid_amount,
        sum(charge_amount) as charge_amount,
        avg(paid_amount / units) as unit_amount,
        avg(charge_amount / units) as unit_charge_amount,
        stddev_samp(paid_amount / units) / avg(paid_amount / units) as unit_spread,
        stddev_samp(paid_amount / charge_amount) / avg(paid_amount / charge_amount) as rate_spread
    from lines
    group by payer_id, procedure_id, drg_code

),

bases as (

    select
        payer_id,
        sum(unit_spread * line_count) < sum(rate_spread * line_count) as is_by_unit
    from procedures
    group by payer_id

)

select
    procedures.payer_id || '|' || procedures.procedure_id || '|' || procedures.drg_code as payment_rate_id,
    procedures.payer_id,
    procedures.procedure_id,
    procedures.drg_code,
    payers.paid_rate as payer_paid_rate,
    (procedures.paid_amount / procedures.charge_amount * procedures.line_count + {{ weight }} * payers.paid_rate)
    / (procedures.line_count + {{ weight }}) as paid_rate,
    (
        procedures.unit_amount * procedures.line_count
        + {{ weight }} * payers.paid_rate * procedures.unit_charge_amount
    ) / (procedures.line_count + {{ weight }}) as unit_amount,
    bases.is_by_unit
from procedures
inner join payers on procedures.payer_id = payers.payer_id
inner join bases on procedures.payer_id = bases.payer_id
