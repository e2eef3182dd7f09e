-- R8: BPR02 is the sum of CLP04 less the sum of PLB; a sender's own error is a finding of its file, warned of here.
{{ config(severity = 'warn') }}
select payment_id
from {{ ref('int_payments_balanced') }}
where is_whole and not is_balanced
