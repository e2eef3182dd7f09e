-- Center and Laney's spread of each chart, from its baseline: every week but the newest eight, where there are 20.
with points as (

    select
        *,
        count(*) over chart as week_count,
        row_number() over (partition by payer_id, denial_category order by week_start desc) as weeks_ago
    from {{ ref('int_chart_points') }}
    window chart as (partition by payer_id, denial_category)

),

baseline as (

    select
        *,
        sum(denied_count) over chart / sum(claim_count) over chart as center_rate
    from points
    where week_count < 20 or weeks_ago > 8
    window chart as (partition by payer_id, denial_category)

),

scored as (

    select
        *,
        (cast(denied_count as double) / claim_count - center_rate)
        / nullif(sqrt(center_rate * (1 - center_rate) / claim_count), 0) as z_score
    from baseline

),

moved as (

    select
        *,
        abs(z_score - lag(z_score) over (partition by payer_id, denial_category order by week_start)) as moving_range
    from scored

)

select
    payer_id,
    denial_category,
    count(*) as baseline_week_count,
    max(center_rate) as center_rate,
    -- 1.128 turns a mean moving range of two into a standard deviation; the p chart is the case of 1.
    round(coalesce(avg(moving_range) / 1.128, 1), 9) as laney_sigma,
    max(week_start) as baseline_end
from moved
group by payer_id, denial_category
