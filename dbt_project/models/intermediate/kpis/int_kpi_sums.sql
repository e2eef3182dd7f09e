{{ config(materialized='view') }}
-- K1 to K22 from their families; K23 from its cells; the task-force K1 from months, the four-week K3 from weeks.
with families as (

    select * from {{ ref('int_kpi_sums_of_claims') }}
    union all
    select * from {{ ref('int_kpi_sums_of_acknowledgements') }}
    union all
    select * from {{ ref('int_kpi_sums_of_answers') }}
    union all
    select * from {{ ref('int_kpi_sums_of_remittances') }}
    union all
    select * from {{ ref('int_kpi_sums_of_denials') }}
    union all
    select * from {{ ref('int_kpi_sums_of_recoveries') }}
    union all
    select * from {{ ref('int_kpi_sums_of_resolutions') }}
    union all
    select * from {{ ref('int_kpi_sums_of_appeals') }}
    union all
    select * from {{ ref('int_kpi_sums_of_deadlines') }}
    union all
    select * from {{ ref('int_kpi_sums_of_finance') }}
    union all
    select * from {{ ref('int_kpi_sums_of_months') }}
    union all
    select * from {{ ref('int_kpi_sums_of_weeks') }}
    union all
    select * from {{ ref('int_kpi_sums_of_cells') }}

)

select * from families
