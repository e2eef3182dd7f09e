with codes as (

    select
        coalesce(principal_diagnosis_code, 'none') as diagnosis_code,
        count(*) as claim_count
    from {{ ref('fct_claims') }}
    group by 1

)

select
    diagnosis_code,
    case when diagnosis_code = 'none' then 'none' else left(diagnosis_code, 3) end as category_code,
    case
        when diagnosis_code = 'none' then 'none'
        when left(diagnosis_code, 1) in ('A', 'B') then 'Infections'
        when left(diagnosis_code, 1) = 'C' or diagnosis_code between 'D00' and 'D49Z' then 'Neoplasms'
        when left(diagnosis_code, 1) = 'D' then 'Blood and immunity'
        when left(diagnosis_code, 1) = 'E' then 'Endocrine and metabolic'
        when left(diagnosis_code, 1) = 'F' then 'Mental and behavioural'
        when left(diagnosis_code, 1) = 'G' then 'Nervous system'
        when left(diagnosis_code, 1) = 'H' then 'Eye and ear'
        when left(diagnosis_code, 1) = 'I' then 'Circulatory'
        when left(diagnosis_code, 1) = 'J' then 'Respiratory'
        when left(diagnosis_code, 1) = 'K' then 'Digestive'
        when left(diagnosis_code, 1) = 'L' then 'Skin'
        when left(diagnosis_code, 1) = 'M' then 'Musculoskeletal'
        when left(diagnosis_code, 1) = 'N' then 'Genitourinary'
        when left(diagnosis_code, 1) in ('O', 'P', 'Q') then 'Pregnancy and newborn'
        when left(diagnosis_code, 1) = 'R' then 'Symptoms'
        when left(diagnosis_code, 1) in ('S', 'T') then 'Injury'
        else 'Other'
    end as chapter,
    claim_count
from codes
