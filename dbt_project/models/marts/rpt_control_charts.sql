{%- set rate = 'cast(points.denied_count as double) / points.claim_count' %}
{%- set sigma = 'sqrt(limits.center_rate * (1 - limits.center_rate) / points.claim_count)' %}
with points as (

    select * from {{ ref('int_chart_points') }}

),

limits as (

    select * from {{ ref('int_chart_limits') }}

),

changes as (

    select
        coalesce(changes.payer_id, points.payer_id) as payer_id,
        points.week_start,
        string_agg(distinct changes.title, '; ' order by changes.title) as policy_change
    from {{ ref('policy_changes') }} as changes
    inner join points
        on
            coalesce(changes.payer_id, points.payer_id) = points.payer_id
            and changes.effective_date between points.week_start and points.week_start + 6
    group by 1, 2

)

select
    points.payer_id,
    points.denial_category,
    changes.policy_change,
    cast(points.claim_count as bigint) as claim_count,
    cast(points.denied_count as bigint) as denied_count,
    runs.useful_count,
    runs.longest_run,
    runs.longest_run_limit,
    runs.crossing_count,
    runs.crossing_limit,
    round({{ rate }}, 6) as denial_rate,
    round(limits.center_rate, 6) as center_rate,
    round(limits.laney_sigma, 6) as laney_sigma,
    round(greatest(limits.center_rate - 3 * {{ sigma }}, 0), 6) as p_low,
    round(least(limits.center_rate + 3 * {{ sigma }}, 1), 6) as p_high,
    round(greatest(limits.center_rate - 3 * limits.laney_sigma * {{ sigma }}, 0), 6) as p_prime_low,
    round(least(limits.center_rate + 3 * limits.laney_sigma * {{ sigma }}, 1), 6) as p_prime_high,
    points.week_start <= limits.baseline_end as is_baseline,
    abs({{ rate }} - limits.center_rate) > 3 * {{ sigma }} as is_beyond_p,
    abs({{ rate }} - limits.center_rate) > 3 * limits.laney_sigma * {{ sigma }} as is_beyond_p_prime,
    coalesce(runs.is_shifted, false) as is_shifted,
    coalesce(runs.is_rarely_crossing, false) as is_rarely_crossing,
    points.week_start
from points
inner join limits on points.payer_id = limits.payer_id and points.denial_category = limits.denial_category
left join {{ ref('int_chart_runs') }} as runs
    on points.payer_id = runs.payer_id and points.denial_category = runs.denial_category
left join changes on points.payer_id = changes.payer_id and points.week_start = changes.week_start
