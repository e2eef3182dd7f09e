-- F70: a line paid short of its contract by more than the term's tolerance.
select
    'underpayment' as signal_kind,
    lines.claim_line_id as subject_id,
    lines.claim_id,
    lines.payer_id,
    'allowed ' || cast(lines.allowed_amount as varchar) || ' where ' || lines.contract_term_id || ' expects '
    || cast(lines.expected_amount as varchar) as evidence,
    lines.underpaid_amount as signal_amount,
    coalesce(claims.last_remitted_date, claims.submitted_date) as signal_date,
    lines.file_id,
    lines.byte_offset,
    lines.segment_ordinal
from {{ ref('int_lines_expected') }} as lines
inner join {{ ref('fct_claims') }} as claims on lines.claim_id = claims.claim_id
where lines.underpaid_amount > 0
