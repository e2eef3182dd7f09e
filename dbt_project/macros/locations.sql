{% macro location_of(claim_type, facility_code) -%}
    {#- Where care was given: the place of service of a professional claim, the type of bill of another. -#}
    case
        when {{ facility_code }} is null then 'Not stated'
        when {{ claim_type }} = '837I' then
            case left({{ facility_code }}, 2)
                when '11' then 'Hospital inpatient'
                when '12' then 'Hospital inpatient (Part B)'
                when '13' then 'Hospital outpatient'
                when '14' then 'Hospital laboratory'
                when '18' then 'Swing bed'
                when '21' then 'Skilled nursing'
                when '32' then 'Home health'
                when '71' then 'Rural health clinic'
                when '77' then 'Health centre'
                when '83' then 'Ambulatory surgery'
                when '85' then 'Critical access hospital'
                else 'Type of bill ' || {{ facility_code }}
            end
        else
            case {{ facility_code }}
                when '02' then 'Telehealth'
                when '10' then 'Telehealth at home'
                when '11' then 'Office'
                when '12' then 'Home'
                when '19' then 'Off-campus outpatient'
                when '20' then 'Urgent care'
                when '21' then 'Inpatient hospital'
                when '22' then 'On-campus outpatient'
                when '23' then 'Emergency room'
                when '24' then 'Ambulatory surgery'
                when '31' then 'Skilled nursing'
                when '81' then 'Independent laboratory'
                else 'Place of service ' || {{ facility_code }}
            end
    end
{%- endmacro %}
