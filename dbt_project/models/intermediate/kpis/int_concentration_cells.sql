-- K23: denied dollars by payer and reason in each period, the largest five marked; over the whole and within a payer.
with denials as (

    select * from {{ ref('fct_denials') }}

),

spread as (

    select
        denials.*,
        periods.period_grain,
        {{ period_start('periods.period_grain', 'denials.first_denied_date') }} as period_start,
        slices.slice_dimension,
        case when slices.slice_dimension = 'payer' then denials.payer_id end as slice_value
    from denials
    cross join (values ('all'), ('month'), ('week'), ('day')) as periods (period_grain)
    cross join (values (null), ('payer')) as slices (slice_dimension)

),

cells as (

    select
        period_grain,
        period_start,
        slice_dimension,
        slice_value,
        payer_id,
        carc,
        sum(denied_amount) as denied_amount
    from spread
    group by period_grain, period_start, slice_dimension, slice_value, payer_id, carc

)

select
    *,
    row_number() over (
        partition by period_grain, period_start, slice_dimension, slice_value
        order by denied_amount desc, payer_id, carc
    ) <= 5 as is_top_five
from cells
