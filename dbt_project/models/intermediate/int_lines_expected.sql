-- noqa: disable=LT02
-- What the contract in force on the day of service expects for each paid line, beside what was allowed. A stay is
-- priced as a whole and its lines share the price by their charges; no price is above the charge.
with stays as (

    select
        claim_id,
        sum(charge_amount) as stay_charge_amount,
        coalesce(sum(units) filter (where revenue_code between '0100' and '0219'), 1) as day_count
    from {{ ref('fct_claim_lines') }}
    group by claim_id

),

lines as (

    select
        lines.*,
        claims.billing_provider_id,
        coalesce(claims.drg_code, lines.procedure_id) as code,
        lines.charge_amount / stays.stay_charge_amount as stay_share,
        stays.day_count,
        coalesce(lines.service_date, lines.submitted_date) as priced_date
    from {{ ref('fct_claim_lines') }} as lines
    inner join {{ ref('fct_claims') }} as claims on lines.claim_id = claims.claim_id
    inner join stays on lines.claim_id = stays.claim_id
    where lines.paid_amount > 0 and lines.charge_amount > 0

),

candidates as (
    {%- for code in ['lines.code', "'*'"] %}

    select
        lines.claim_line_id,
        lines.claim_id,
        lines.payer_id,
        prices.contract_term_id,
        prices.tolerance_share,
        lines.file_id,
        lines.byte_offset,
        lines.segment_ordinal,
        lines.charge_amount,
        lines.paid_amount + lines.patient_responsibility_amount as allowed_amount,
        case prices.basis
            when 'fee_schedule' then prices.unit_amount * coalesce(lines.units, 1)
            when 'percent_of_charge' then lines.charge_amount * prices.rate
            when 'per_diem' then prices.unit_amount * lines.day_count * lines.stay_share
            when 'drg_weight' then prices.unit_amount * prices.drg_weight * lines.stay_share
        end as price_amount,
        prices.code = '*' as is_general,
        prices.facility_npi is null as is_any_facility,
        prices.valid_from
    from lines
    inner join {{ ref('int_contract_prices') }} as prices
        on
            lines.payer_id = prices.payer_id
            and {{ code }} = prices.code
            and lines.priced_date >= prices.valid_from
            and lines.priced_date <= prices.valid_to
            and coalesce(prices.facility_npi, lines.billing_provider_id) = lines.billing_provider_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}

),

priced as (

    select
        *,
        cast(least(price_amount, charge_amount) as decimal(18, 2)) as expected_amount
    from candidates
    qualify row_number() over (
        partition by claim_line_id order by is_general, is_any_facility, valid_from desc, contract_term_id
    ) = 1

)

select
    claim_line_id, claim_id, payer_id, contract_term_id, file_id, byte_offset, segment_ordinal, charge_amount,
    allowed_amount, expected_amount,
    case
        when allowed_amount < expected_amount * (1 - tolerance_share) then expected_amount - allowed_amount
        else 0
    end as underpaid_amount
from priced
