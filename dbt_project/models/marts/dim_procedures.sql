with codes as (

    select procedure_id from {{ ref('fct_claims') }}
    union
    select procedure_id from {{ ref('fct_claim_lines') }}
    union
    select procedure_id from {{ ref('fct_denials') }}

)

select
    procedure_id,
    case
        when procedure_id = 'none' then 'none'
        when length(procedure_id) = 4 then 'revenue code'
        else 'procedure code'
    end as code_set,
    {{ service_line_of('procedure_id') }} as service_line
from codes
