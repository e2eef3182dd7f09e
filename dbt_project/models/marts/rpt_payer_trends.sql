with denials as (

    select
        payer_id,
        service_line,
        category,
        cast(date_trunc('month', submitted_date) as date) as month_start,
        count(distinct claim_id) as denied_claim_count,
        sum(denied_amount) as denied_amount,
        sum(recovered_amount) as recovered_amount
    from {{ ref('fct_denials') }}
    where is_initial
    group by 1, 2, 3, 4

),

submitted as (

    select
        payer_id,
        line_of_business,
        cast(date_trunc('month', submitted_date) as date) as month_start,
        count(*) as claim_count,
        sum(charge_amount) as charge_amount
    from {{ ref('fct_claims') }}
    where not is_process_waste and not is_voided
    group by 1, 2, 3

)

select
    denials.payer_id,
    payers.payer_name,
    payers.line_of_business,
    denials.service_line,
    denials.category as denial_category,
    cast(denials.denied_claim_count as bigint) as denied_claim_count,
    cast(coalesce(sum(submitted.claim_count), 0) as bigint) as payer_claim_count,
    cast(denials.denied_amount as decimal(18, 2)) as denied_amount,
    cast(denials.recovered_amount as decimal(18, 2)) as recovered_amount,
    cast(coalesce(sum(submitted.charge_amount), 0) as decimal(18, 2)) as payer_charge_amount,
    denials.month_start
from denials
inner join {{ ref('dim_payers') }} as payers on denials.payer_id = payers.payer_id
left join submitted on denials.payer_id = submitted.payer_id and denials.month_start = submitted.month_start
group by all
