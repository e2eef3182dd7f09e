-- The rows behind a figure add up to it, over the whole history.
with members as (

    select
        kpi_id,
        sum(numerator) as numerator,
        sum(denominator) as denominator
    from {{ ref('rpt_kpi_members') }}
    where coalesce(period_grain, 'all') = 'all'
    group by kpi_id

)

select
    figures.kpi_id,
    figures.numerator,
    members.numerator as members_numerator
from {{ ref('rpt_kpis') }} as figures
left join members on figures.kpi_id = members.kpi_id
where
    figures.period_grain = 'all'
    and figures.slice_dimension is null
    and figures.kpi_id not in (
        select definitions.kpi_id from {{ ref('kpi_definitions') }} as definitions
        where definitions.form in ('quantile', 'months', 'weeks') or definitions.kpi_id = 'K23-HHI'
    )
    and (
        figures.numerator <> coalesce(members.numerator, 0)
        or coalesce(figures.denominator, 0) <> coalesce(members.denominator, 0)
    )
