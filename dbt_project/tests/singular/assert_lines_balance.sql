-- SVC02 less the line's adjustments is SVC03; a sender's own error is a finding of its file and only warned of here.
{{ config(severity = 'warn') }}
with adjusted as (

    select
        remittance_line_id,
        sum(adjustment_amount) as adjustment_amount
    from {{ ref('stg_x12__adjustments') }}
    where remittance_line_id is not null
    group by remittance_line_id

)

select lines.remittance_line_id
from {{ ref('stg_x12__remittance_lines') }} as lines
left join adjusted on lines.remittance_line_id = adjusted.remittance_line_id
where lines.charge_amount - coalesce(adjusted.adjustment_amount, 0) <> lines.paid_amount
