with named as (

    select
        payer_id,
        payer_name,
        filing_indicator_code
    from {{ ref('int_submissions_identified') }}

    union all

    select
        payer_id,
        payer_name,
        filing_indicator_code
    from {{ ref('int_remittances_judged') }}

),

facts as (

    select payer_id from {{ ref('fct_claims') }}
    union
    select payer_id from {{ ref('fct_remittances') }}

)

select
    facts.payer_id,
    coalesce(max(named.payer_name), facts.payer_id) as payer_name,
    {{ line_of_business_of('max(named.filing_indicator_code)') }} as line_of_business
from facts
left join named on facts.payer_id = named.payer_id
group by facts.payer_id
