{{ config(schema='reference') }}
select
    'K1' as kpi_id, number as definition_version, 'Initial denial rate, claims' as name, 'share' as unit,
    case number when 1 then 'current' else 'candidate' end as status, 'denied / ' || number as definition
from generate_series(1, 2) as versions (number)
