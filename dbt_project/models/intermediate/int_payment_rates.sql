{#- What a payer pays of a charge once it pays, drawn to the payer's own mean where there are few paid lines. -#}
{%- set weight = 2000 -%}
with lines as ( -- noqa: disable=LT02

    select * from {{ ref('fct_claim_lines') }}
    where initial_outcome = 'paid' and charge_amount > 0

),

payers as (

    select
        payer_id,
        cast(sum(paid_amount) as double) / sum(charge_amount) as paid_rate
    from lines
    group by payer_id

),

procedures as (

    select
        payer_id,
        procedure_id,
        sum(paid_amount) as paid_amount,
        sum(charge_amount) as charge_amount
    from lines
    group by payer_id, procedure_id

)

select
    procedures.payer_id || '|' || procedures.procedure_id as payment_rate_id,
    procedures.payer_id,
    procedures.procedure_id,
    (procedures.paid_amount + {{ weight }} * payers.paid_rate) / (procedures.charge_amount + {{ weight }}) as paid_rate,
    payers.paid_rate as payer_paid_rate
from procedures
inner join payers on procedures.payer_id = payers.payer_id
