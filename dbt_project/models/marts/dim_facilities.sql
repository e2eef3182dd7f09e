-- noqa: disable=LT02
{%- set places = {
    '02': 'Telehealth', '10': 'Telehealth at home', '11': 'Office', '12': 'Home', '19': 'Off-campus outpatient hospital',
    '20': 'Urgent care', '21': 'Inpatient hospital', '22': 'On-campus outpatient hospital', '23': 'Emergency room',
    '24': 'Ambulatory surgical centre', '31': 'Skilled nursing facility', '81': 'Independent laboratory'
} %}
with codes as (

    select distinct
        coalesce(facility_code, 'none') as facility_code,
        claim_type
    from {{ ref('fct_claims') }}

)

select
    facility_code,
    case
        when facility_code = 'none' then 'Unknown'
        when bool_and(claim_type = '837I') then 'Type of bill ' || facility_code
        {%- for code, name in places.items() %}
        when facility_code = '{{ code }}' then '{{ name }}'
        {%- endfor %}
        else 'Place of service ' || facility_code
    end as facility_name,
    bool_or(claim_type = '837I') as is_institutional
from codes
group by facility_code
