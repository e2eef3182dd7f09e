-- K1: claims not paid by the month they were sent in; K5: dollars paid by the month of the answer.
with version as (

    select * from read_csv('{{ env_var('OVERTURN_HOME') }}/world/version.csv', columns = {'definition_version': 'integer'})

),

counted as (

    select
        'K1' as kpi_id, claims.payer_id, claims.submitted_date as day,
        cast(coalesce(sum(answers.paid_amount), 0) <= 0 as integer) as numerator, version.definition_version as denominator
    from {{ ref('fct_claims') }} as claims
    cross join version
    left join {{ ref('fct_remittances') }} as answers on claims.claim_id = answers.claim_id
    group by claims.claim_id, claims.payer_id, claims.submitted_date, version.definition_version

    union all

    select 'K5', payer_id, remitted_date, paid_amount, null from {{ ref('fct_remittances') }}

),

summed as (

    select
        kpi_id, case when grouping(date_trunc('month', day)) = 1 then 'all' else 'month' end as period_grain,
        cast(date_trunc('month', day) as date) as period_start,
        case when grouping(payer_id) = 0 then 'payer' end as slice_dimension, payer_id as slice_value,
        sum(numerator) as numerator, sum(denominator) as denominator
    from counted
    group by grouping sets (
        (kpi_id), (kpi_id, date_trunc('month', day)), (kpi_id, payer_id), (kpi_id, date_trunc('month', day), payer_id)
    )

)

select
    kpi_id, kpi_id as name, period_grain, slice_dimension, slice_value, case kpi_id when 'K1' then 'share' else 'usd' end as unit,
    case kpi_id when 'K1' then version.definition_version else 1 end as definition_version,
    cast(numerator as decimal(38, 4)) as numerator, cast(denominator as decimal(38, 4)) as denominator,
    cast(case kpi_id when 'K1' then numerator / denominator else numerator end as decimal(38, 6)) as value,
    cast(null as decimal(38, 6)) as target, true as is_mature, period_start,
    cast(period_start + interval 1 month - interval 1 day as date) as period_end
from summed
cross join version
