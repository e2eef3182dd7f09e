-- noqa: disable=LT02
-- A submitted claim's diagnoses and ICD procedures side by side, 25 of each in the order of the claim.
{%- set numbers = range(1, 26) %}
with codes as (

    select
        *,
        case when qualifier in ('ABK', 'ABF', 'BK', 'BF') then 'diagnosis' else 'procedure' end as kind
    from {{ ref('stg_x12__codes') }}
    where qualifier in ('ABK', 'ABF', 'BK', 'BF', 'BBR', 'BBQ', 'BR', 'BQ')

),

numbered as (

    select
        *,
        row_number() over (
            partition by submitted_claim_id, kind order by segment_ordinal, position
        ) as place
    from codes

)

select
    submitted_claim_id,
    {%- for kind, older in {'diagnosis': "('BK', 'BF')", 'procedure': "('BR', 'BQ')"}.items() %}
    max(
        case
            when kind = '{{ kind }}'
                then case when qualifier in {{ older }} then 'icd-9' else 'icd-10' end
        end
    ) as {{ kind }}_code_set,
    {%- endfor %}
    {%- for n in numbers %}
    max(case when kind = 'diagnosis' and place = {{ n }} then code end) as diagnosis_code_{{ n }},
    max(case when kind = 'diagnosis' and place = {{ n }} then present_on_admission end) as diagnosis_poa_{{ n }},
    max(case when kind = 'procedure' and place = {{ n }} then code end) as procedure_code_{{ n }},
    max(case when kind = 'procedure' and place = {{ n }} then code_date end)
        as procedure_date_{{ n }}{{ ',' if n < 25 }}
    {%- endfor %}
from numbered
group by submitted_claim_id
