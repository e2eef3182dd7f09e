-- What the contract in force on the day of service expects for each paid line, beside what was allowed.
with lines as (

    select * from {{ ref('fct_claim_lines') }}
    where paid_amount > 0 and charge_amount > 0

),

terms as (

    select * from {{ ref('contract_terms') }}

),

matched as (

    select
        lines.claim_line_id,
        lines.claim_id,
        lines.payer_id,
        terms.contract_term_id,
        terms.tolerance_share,
        lines.file_id,
        lines.byte_offset,
        lines.segment_ordinal,
        lines.charge_amount,
        lines.paid_amount + lines.patient_responsibility_amount as allowed_amount,
        cast(
            case
                when terms.basis = 'fixed_amount' then terms.fixed_amount * coalesce(lines.units, 1)
                else lines.charge_amount * terms.rate
            end as decimal(18, 2)
        ) as expected_amount
    from lines
    inner join terms
        on
            lines.payer_id = terms.payer_id
            and coalesce(terms.procedure_id, lines.procedure_id) = lines.procedure_id
            and coalesce(lines.service_date, lines.submitted_date) >= terms.valid_from
            and coalesce(lines.service_date, lines.submitted_date) <= coalesce(terms.valid_to, date '9999-12-31')
    qualify row_number() over (
        partition by lines.claim_line_id
        order by terms.procedure_id is null, terms.valid_from desc, terms.contract_term_id
    ) = 1

)

select
    claim_line_id,
    claim_id,
    payer_id,
    contract_term_id,
    file_id,
    byte_offset,
    segment_ordinal,
    charge_amount,
    allowed_amount,
    expected_amount,
    case
        when allowed_amount < expected_amount * (1 - tolerance_share) then expected_amount - allowed_amount
        else 0
    end as underpaid_amount
from matched
