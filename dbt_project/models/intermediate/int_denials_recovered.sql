-- R7, R8, K21: what was paid on each denied thing after its first denial, net of takebacks, and whether before it.
-- By line where every later answer has lines; else over the whole claim, split over its denied things to the cent.
with denials as (

    select * from {{ ref('int_denials_grouped') }}

),

answers as (

    select
        claim_id,
        remittance_id,
        payer_id,
        paid_amount,
        adjudication_number,
        remitted_date
    from {{ ref('int_remittances_judged') }}
    where not is_duplicate

),

lines as (

    select
        lines.claim_id,
        lines.remittance_id,
        lines.line_key,
        lines.scope,
        sum(lines.paid_amount) as paid_amount
    from {{ ref('int_remittance_lines_judged') }} as lines
    group by lines.claim_id, lines.remittance_id, lines.line_key, lines.scope

),

lineless as (

    select remittance_id from lines
    where scope = 'claim'

),

weighed as (

    select
        denials.remittance_line_id,
        denials.scope = 'claim' or lineless.remittance_id is not null as is_by_claim,
        answers.adjudication_number > denials.adjudication_number as is_after,
        answers.payer_id = denials.payer_id as is_same_payer,
        answers.paid_amount as claim_paid_amount,
        coalesce(lines.paid_amount, 0) as line_paid_amount,
        answers.remitted_date
    from denials
    inner join answers
        on denials.claim_id = answers.claim_id and denials.adjudication_number <> answers.adjudication_number
    left join lines on answers.remittance_id = lines.remittance_id and denials.line_key = lines.line_key
    left join lineless on answers.remittance_id = lineless.remittance_id
    where denials.is_primary or answers.payer_id = denials.payer_id

),

paid as (

    select
        remittance_line_id,
        coalesce(bool_or(is_by_claim) filter (where is_after), false) as is_by_claim,
        sum(claim_paid_amount) filter (where is_after) as claim_paid_amount,
        sum(line_paid_amount) filter (where is_after) as line_paid_amount,
        max(remitted_date) filter (
            where is_after and (line_paid_amount > 0 or (is_by_claim and claim_paid_amount > 0))
        ) as last_paid_date,
        min(remitted_date) filter (
            where is_after and (line_paid_amount > 0 or (is_by_claim and claim_paid_amount > 0))
        ) as first_paid_date,
        bool_or(
            not is_after and is_same_payer and (line_paid_amount > 0 or (is_by_claim and claim_paid_amount > 0))
        ) as is_post_payment
    from weighed
    group by remittance_line_id

)

select
    denials.*,
    coalesce(paid.is_post_payment, false) as is_post_payment,
    case
        when paid.is_by_claim
            then {{ cents_share(
                'paid.claim_paid_amount', 'denials.denied_amount',
                'denials.claim_id, denials.is_primary', 'denials.line_key'
            ) }}
        else coalesce(paid.line_paid_amount, 0)
    end as recovered_amount,
    paid.last_paid_date,
    paid.first_paid_date
from denials
left join paid on denials.remittance_line_id = paid.remittance_line_id
