-- CLP03 less all adjustments of claim and lines is CLP04; a sender's own error is only warned of here.
{{ config(severity = 'warn') }}
select remittance_id
from {{ ref('fct_remittances') }}
where not is_balanced
