-- Runs and crossings of each chart's center by Anhoej's rules; points that lie on the center count for neither.
with sides as (

    select
        points.payer_id,
        points.denial_category,
        points.week_start,
        cast(points.denied_count as double) / points.claim_count > limits.center_rate as is_above
    from {{ ref('int_chart_points') }} as points
    inner join {{ ref('int_chart_limits') }} as limits
        on points.payer_id = limits.payer_id and points.denial_category = limits.denial_category
    where cast(points.denied_count as double) / points.claim_count <> limits.center_rate

),

turns as (

    select
        *,
        coalesce(is_above <> lag(is_above) over chart, false) as is_crossing
    from sides
    window chart as (partition by payer_id, denial_category order by week_start)

),

runs as (

    select
        payer_id,
        denial_category,
        sum(cast(is_crossing as integer)) over chart as run_number
    from turns
    window chart as (partition by payer_id, denial_category order by week_start)

),

lengths as (

    select
        *,
        count(*) as run_length
    from runs
    group by payer_id, denial_category, run_number

),

charts as (

    select
        payer_id,
        denial_category,
        cast(sum(run_length) as bigint) as useful_count,
        max(run_length) as longest_run,
        count(*) - 1 as crossing_count
    from lengths
    group by payer_id, denial_category

),

sizes as (select distinct useful_count - 1 as gap_count from charts),

chances as (

    -- The binomial's distribution of crossings, a fair coin tossed at each gap between two weeks.
    select
        sizes.gap_count,
        trials.k,
        sum(
            exp(lgamma(gap_count + 1) - lgamma(k + 1) - lgamma(gap_count - k + 1) - gap_count * ln(2))
        ) over (partition by sizes.gap_count order by trials.k) as chance
    from sizes
    inner join generate_series(0, 2000) as trials (k) on sizes.gap_count >= trials.k

),

fewest as (

    -- The fewest crossings that chance gives in 19 charts of 20.
    select
        gap_count,
        min(k) as crossing_limit
    from chances
    where chance >= 0.05
    group by gap_count

)

select
    charts.payer_id,
    charts.denial_category,
    cast(charts.useful_count as integer) as useful_count,
    cast(charts.longest_run as integer) as longest_run,
    cast(round(log2(charts.useful_count)) + 3 as integer) as longest_run_limit,
    cast(charts.crossing_count as integer) as crossing_count,
    cast(fewest.crossing_limit as integer) as crossing_limit,
    charts.longest_run > round(log2(charts.useful_count)) + 3 as is_shifted,
    charts.crossing_count < fewest.crossing_limit as is_rarely_crossing
from charts
inner join fewest on charts.useful_count - 1 = fewest.gap_count
