-- R15, R17, R22: the shortest clock that speaks of each open denial, the longest beside it where rules disagree.
with denials as (

    select * from {{ ref('fct_denials') }}
    where open_amount > 0

),

through as (

    select max(data_through) as data_through_date from {{ ref('int_answer_lags') }}

),

clocks as (

    select
        *,
        count(*) over (partition by denial_id) as rule_count,
        count(distinct deadline_date) over (partition by denial_id) > 1 as is_conflicted,
        last_value(rule_id) over (
            partition by denial_id order by deadline_date, rule_id
            rows between unbounded preceding and unbounded following
        ) as longest_rule_id,
        max(deadline_date) over (partition by denial_id) as longest_deadline_date
    from {{ ref('int_appeal_deadlines') }}
    qualify row_number() over (partition by denial_id order by deadline_date, rule_id) = 1

),

judged as (

    select
        denials.*,
        clocks.* exclude (denial_id),
        through.data_through_date,
        case
            when denials.is_unprocessable then 'no_appeal_right'
            when clocks.rule_id is null then 'unknown'
            when clocks.deadline_date < through.data_through_date then 'missed'
            else 'running'
        end as clock_status,
        date_diff('day', through.data_through_date, clocks.deadline_date) as days_left
    from denials
    cross join through
    left join clocks on denials.denial_id = clocks.denial_id

)

select
    judged.denial_id,
    judged.claim_id,
    judged.payer_id,
    payers.line_of_business,
    judged.service_line,
    judged.category,
    judged.carc,
    judged.owner_team,
    judged.default_path,
    judged.level_name,
    judged.clock_status,
    {{ deadline_bucket_of('judged.clock_status', 'judged.days_left') }} as deadline_bucket,
    {{ value_band_of('judged.open_amount') }} as value_band,
    {{ age_band_of("date_diff('day', judged.first_denied_date, judged.data_through_date)") }} as age_band,
    judged.rule_id,
    judged.rule_status,
    judged.rule_source,
    judged.window_unit,
    judged.clock_start,
    judged.time_zone,
    judged.longest_rule_id,
    judged.level,
    judged.window_length,
    cast(coalesce(judged.rule_count, 0) as integer) as rule_count,
    cast(judged.days_left as integer) as days_left,
    judged.open_amount,
    coalesce(judged.is_conflicted, false) as is_conflicted,
    judged.clock_status = 'running'
    and judged.default_path not in ('none', 'close', 'bill_patient', 'contact_patient') as is_recoverable,
    judged.clock_start_date,
    judged.deadline_date,
    judged.longest_deadline_date,
    judged.data_through_date
from judged
inner join {{ ref('dim_payers') }} as payers on judged.payer_id = payers.payer_id
