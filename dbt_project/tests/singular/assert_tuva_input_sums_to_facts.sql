-- What Tuva is given has every line and every charged and paid dollar of the facts, voided claims apart.
with claims as (

    select * from {{ ref('fct_claims') }}
    where not is_voided

),

lines as (

    select lines.*
    from {{ ref('fct_claim_lines') }} as lines
    inner join claims on lines.claim_id = claims.claim_id

),

lineless as (

    select * from claims
    where claim_id not in (select lines.claim_id from lines)

),

facts as (

    select
        charge_amount,
        paid_amount
    from lines
    union all
    select
        charge_amount,
        paid_amount
    from lineless

),

expected as (

    select
        count(*) as row_count,
        sum(charge_amount) as charge_amount,
        sum(paid_amount) as paid_amount
    from facts

),

given as (

    select
        count(*) as row_count,
        sum(charge_amount) as charge_amount,
        sum(paid_amount) as paid_amount
    from {{ ref('medical_claim') }}

)

select
    expected.*,
    given.row_count as given_count
from expected
cross join given
where
    expected.row_count <> given.row_count
    or expected.charge_amount <> given.charge_amount
    or expected.paid_amount <> given.paid_amount
