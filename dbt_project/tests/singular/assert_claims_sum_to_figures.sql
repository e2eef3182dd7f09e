-- What the pages sum under their filters adds up, without any, to K1 and K2.
with claims as (

    select
        count(*) filter (where is_denied) as k1_numerator,
        count(*) filter (where is_counted) as k1_denominator,
        coalesce(sum(denied_amount), 0) as k2_numerator,
        coalesce(sum(charge_amount), 0) as k2_denominator
    from {{ ref('rpt_claims') }}

)

select
    figures.kpi_id,
    figures.numerator,
    figures.denominator
from {{ ref('rpt_kpis') }} as figures
cross join claims
where
    figures.period_grain = 'all' and figures.slice_dimension is null
    and (
        (
            figures.kpi_id = 'K1'
            and (figures.numerator <> claims.k1_numerator or figures.denominator <> claims.k1_denominator)
        )
        or (
            figures.kpi_id = 'K2'
            and (figures.numerator <> claims.k2_numerator or figures.denominator <> claims.k2_denominator)
        )
    )
