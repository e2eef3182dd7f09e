-- R16: of several denial codes on one line the largest amount is the reason; ties go to hard before soft.
select
    coalesce(remittance_line_id, remittance_id) as answered_id,
    group_code,
    carc,
    hard_soft,
    adjustment_amount
from {{ ref('int_adjustments_classified') }}
where adjustment_class = 'denial' and adjustment_amount > 0
qualify row_number() over (
    partition by coalesce(remittance_line_id, remittance_id)
    order by adjustment_amount desc, case hard_soft when 'hard' then 0 else 1 end, carc, group_code, adjustment_id
) = 1
