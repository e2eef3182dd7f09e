-- The second version leaves out what was paid in full.
select
    kpi_id, 1 as definition_version, claim_id, denial_id, remittance_id, numerator, denominator, period_date
from {{ ref('rpt_kpi_members') }}
union all
select
    kpi_id, 2 as definition_version, claim_id, denial_id, remittance_id, numerator, denominator, period_date
from {{ ref('rpt_kpi_members') }}
where numerator = 1
