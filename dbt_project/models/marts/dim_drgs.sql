select
    drg_code,
    count(*) as claim_count
from (
    select drg_code from {{ ref('fct_claims') }}
    where drg_code is not null
)
group by drg_code
