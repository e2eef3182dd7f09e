{% macro service_line_of(code) -%}
    {#- The line of service that a procedure or revenue code belongs to, by the ranges of the code sets. -#}
    case
        when {{ code }} is null or {{ code }} = 'none' then 'Other'
        when length({{ code }}) = 4 and {{ code }} between '0100' and '0219' then 'Inpatient'
        when length({{ code }}) = 4 and {{ code }} between '0250' and '0259' then 'Pharmacy'
        when length({{ code }}) = 4 and {{ code }} between '0450' and '0459' then 'Emergency'
        when length({{ code }}) = 4 and {{ code }} between '0360' and '0369' then 'Surgery'
        when {{ code }} between '99281' and '99288' then 'Emergency'
        when {{ code }} between '99202' and '99215' or {{ code }} between '99381' and '99397' then 'Office visits'
        when {{ code }} between '99217' and '99239' then 'Hospital visits'
        when {{ code }} between '70010' and '79999' then 'Imaging'
        when {{ code }} between '80047' and '89398' then 'Laboratory'
        when {{ code }} between '92920' and '93799' then 'Cardiology'
        when {{ code }} between '96360' and '96549' or {{ code }} like 'J____' then 'Infusion and drugs'
        when {{ code }} between '97010' and '97799' then 'Therapy'
        when {{ code }} between '90785' and '90899' then 'Behavioural health'
        when {{ code }} between '10004' and '69990' then 'Surgery'
        else 'Other'
    end
{%- endmacro %}

{% macro line_of_business_of(filing_indicator) -%}
    {#- The line of business that a claim filing indicator names. -#}
    case
        when {{ filing_indicator }} in ('MA', 'MB') then 'Medicare'
        when {{ filing_indicator }} = '16' then 'Medicare Advantage'
        when {{ filing_indicator }} = 'MC' then 'Medicaid'
        when {{ filing_indicator }} = 'HM' then 'Managed care'
        when {{ filing_indicator }} in ('12', '13', '14', '15', 'BL', 'CI', 'ZZ') then 'Commercial'
        when {{ filing_indicator }} in ('WC', 'AM', 'LM') then 'Liability'
        else 'Other'
    end
{%- endmacro %}
