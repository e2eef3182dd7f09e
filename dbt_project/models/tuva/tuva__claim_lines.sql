-- A claim's lines numbered from 1, with what the latest answer left to the patient; a claim without lines is one.
with claims as (

    select * from {{ ref('fct_claims') }}
    where not is_voided

),

shares as (

    select
        adjustments.claim_line_id,
        sum(adjustments.adjustment_amount) filter (where adjustments.carc = '1') as deductible_amount,
        sum(adjustments.adjustment_amount) filter (where adjustments.carc = '2') as coinsurance_amount,
        sum(adjustments.adjustment_amount) filter (where adjustments.carc = '3') as copayment_amount
    from {{ ref('fct_adjustments') }} as adjustments
    inner join {{ ref('fct_remittances') }} as answers on adjustments.remittance_id = answers.remittance_id
    where adjustments.group_code = 'PR' and not answers.is_duplicate and not answers.is_reversal
    group by adjustments.claim_line_id, answers.adjudication_number
    qualify answers.adjudication_number = max(answers.adjudication_number) over (
        partition by adjustments.claim_line_id
    )

),

lines as (

    select
        lines.*,
        row_number() over (partition by lines.claim_id order by lines.segment_ordinal, lines.claim_line_id)
            as claim_line_number
    from {{ ref('fct_claim_lines') }} as lines
    inner join claims on lines.claim_id = claims.claim_id

)

select
    lines.claim_id,
    cast(lines.claim_line_number as integer) as claim_line_number,
    lines.place_of_service,
    lines.revenue_code,
    case when lines.procedure_id not in ('none', coalesce(lines.revenue_code, 'none')) then lines.procedure_id end
        as hcpcs_code,
    lines.modifier_1,
    lines.modifier_2,
    lines.modifier_3,
    lines.modifier_4,
    lines.units,
    lines.charge_amount,
    lines.paid_amount,
    lines.patient_responsibility_amount,
    case when lines.patient_responsibility_amount > 0 then shares.deductible_amount end as deductible_amount,
    case when lines.patient_responsibility_amount > 0 then shares.coinsurance_amount end as coinsurance_amount,
    case when lines.patient_responsibility_amount > 0 then shares.copayment_amount end as copayment_amount,
    lines.service_date
from lines
left join shares on lines.claim_line_id = shares.claim_line_id

union all

select
    claim_id,
    1, null, null, null, null, null, null, null, null,
    charge_amount,
    paid_amount,
    patient_responsibility_amount,
    null, null, null,
    service_from_date
from claims
where claim_id not in (select lines.claim_id from lines)
