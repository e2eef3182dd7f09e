-- The items of a claim that only a FHIR resource names, as service lines.
select
    keyed.own_key as claim_id,
    cast(lines.line_sequence as varchar) as line_key,
    {{ procedure_key('lines.procedure_code', 'lines.revenue_code') }} as procedure_id,
    lines.revenue_code,
    lines.facility_code as place_of_service,
    lines.file_id,
    lines.byte_offset,
    lines.line_number as segment_ordinal,
    coalesce(lines.charge_amount, 0) as charge_amount,
    lines.service_date
from {{ ref('int_fhir_claims_keyed') }} as keyed
inner join {{ ref('stg_fhir__claim_lines') }} as lines on keyed.resource_id = lines.resource_id
where keyed.match = 'fhir_alone'
