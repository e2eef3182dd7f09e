-- The negotiator's months add up to K1 and K2 of the same months, to the cent.
with trends as (

    select
        month_start,
        sum(claim_count) as claim_count,
        sum(denied_claim_count) as denied_claim_count,
        sum(charge_amount) as charge_amount,
        sum(denied_amount) as denied_amount
    from {{ ref('rpt_payer_trends') }}
    group by month_start

),

figures as (

    select
        period_start,
        max(numerator) filter (where kpi_id = 'K1') as denied_claim_count,
        max(denominator) filter (where kpi_id = 'K1') as claim_count,
        max(numerator) filter (where kpi_id = 'K2') as denied_amount,
        max(denominator) filter (where kpi_id = 'K2') as charge_amount
    from {{ ref('rpt_kpis') }}
    where kpi_id in ('K1', 'K2') and period_grain = 'month' and slice_dimension is null
    group by period_start

)

select trends.*
from trends
inner join figures on trends.month_start = figures.period_start
where
    trends.claim_count <> figures.claim_count
    or trends.denied_claim_count <> figures.denied_claim_count
    or trends.charge_amount <> figures.charge_amount
    or trends.denied_amount <> figures.denied_amount
