select
    service_line,
    count(*) as procedure_count
from {{ ref('dim_procedures') }}
group by service_line
