-- What a line's answers come to: net paid, and what the first adjudication said.
with answers as (

    select
        lines.*,
        remittances.is_first_adjudication,
        remittances.is_duplicate,
        remittances.adjudication_number
    from {{ ref('int_remittance_lines_judged') }} as lines
    inner join {{ ref('int_remittances_judged') }} as remittances on lines.remittance_id = remittances.remittance_id
    where lines.scope = 'line'

)

select
    claim_id,
    line_key,
    sum(paid_amount) filter (where not is_duplicate) as paid_amount,
    max_by(patient_share_amount, adjudication_number) filter (where not is_reversal) as patient_share_amount,
    max_by(judgement, adjudication_number) filter (where is_first_adjudication) as judgement,
    max_by(carc, adjudication_number) filter (where is_first_adjudication) as carc,
    min_by(file_id, adjudication_number) as file_id,
    min_by(byte_offset, adjudication_number) as byte_offset,
    min_by(segment_ordinal, adjudication_number) as segment_ordinal,
    min_by(procedure_code, adjudication_number) as procedure_code,
    min_by(revenue_code, adjudication_number) as revenue_code,
    min_by(modifier_1, adjudication_number) as modifier_1,
    min_by(units, adjudication_number) as units,
    min_by(charge_amount, adjudication_number) filter (where not is_reversal) as charge_amount,
    min_by(service_date, adjudication_number) as service_date
from answers
group by claim_id, line_key
