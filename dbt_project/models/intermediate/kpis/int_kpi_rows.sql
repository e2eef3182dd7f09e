{{ config(materialized='view') }}
-- Every KPI of every version with the things that it counts; numerators and denominators are theirs, not yet summed.
{{ kpi_members('int_kpi_claims', ['K1', 'K1-FULL', 'K1-PARTIAL', 'K2', 'K2-WHOLE', 'K11']) }}
union all
{{ kpi_members('int_kpi_acknowledgements', ['K12', 'K12@2']) }}
union all
{{ kpi_members('int_kpi_answers', ['K13', 'K1@2']) }}
union all
{{ kpi_members('int_kpi_remittances', ['K3', 'K4']) }}
union all
{{ kpi_members('int_kpi_denials', ['K7-OPEN', 'K8', 'K8-USD', 'K10', 'K22']) }}
union all
{{ kpi_members('int_kpi_recoveries', ['K21']) }}
union all
{{ kpi_members('int_kpi_resolutions', ['K7', 'K18', 'K18-AUTO', 'K18-MANUAL', 'K19', 'K7-MEDIAN', 'K7-P90']) }}
union all
{{ kpi_members('int_kpi_appeals', ['K6', 'K9', 'K9-FULL', 'K6-MEDIAN', 'K6-P90']) }}
union all
{{ kpi_members('int_kpi_deadlines', ['K20']) }}
union all
{{ kpi_members('int_kpi_finance', ['K5', 'K14', 'K15', 'K16', 'K16-CASH', 'K17', 'K17-DNFB']) }}
