with adjustments as (

    select * from {{ ref('int_adjustments_classified') }}

),

lines as (

    select * from {{ ref('int_remittance_lines_keyed') }}
    where scope = 'line'

)

select
    adjustments.adjustment_id,
    adjustments.remittance_id,
    adjustments.claim_id,
    case when lines.line_key is not null then lines.claim_id || '|' || lines.line_key end as claim_line_id,
    remittances.payer_id,
    {{ denial_code_key('adjustments.group_code', 'adjustments.carc') }} as denial_code_id,
    adjustments.group_code,
    adjustments.carc,
    adjustments.adjustment_class,
    cast(adjustments.position as integer) as position,
    cast(adjustments.adjustment_amount as decimal(18, 2)) as adjustment_amount,
    cast(adjustments.quantity as decimal(18, 4)) as quantity,
    adjustments.remittance_line_id is not null as is_line_level,
    adjustments.adjustment_class = 'denial' as is_denial,
    adjustments.is_mapped,
    remittances.is_duplicate,
    remittances.remitted_date,
    adjustments.file_id,
    adjustments.byte_offset,
    adjustments.segment_ordinal
from adjustments
inner join {{ ref('fct_remittances') }} as remittances on adjustments.remittance_id = remittances.remittance_id
left join lines on adjustments.remittance_line_id = lines.remittance_line_id
