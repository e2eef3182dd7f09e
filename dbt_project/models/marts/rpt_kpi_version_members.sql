{{ config(materialized='view') }}
with versioned as (

    select kpi_id from {{ ref('kpi_definitions') }}
    group by kpi_id
    having count(*) > 1

)

select
    members.kpi_id,
    members.definition_version,
    members.claim_id,
    members.denial_id,
    members.remittance_id,
    members.numerator,
    members.denominator,
    members.period_date
from {{ ref('int_kpi_rows') }} as members
inner join versioned on members.kpi_id = versioned.kpi_id
