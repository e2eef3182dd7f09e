-- R15, R22: the first-level rules that speak of an open denial, the most particular only; several are a conflict.
with denials as (

    select
        denials.denial_id,
        denials.payer_id,
        payers.line_of_business,
        profiles.payer_type,
        coalesce(profiles.time_zone, '{{ var("default_time_zone") }}') as time_zone,
        denials.first_denied_date as notice_date,
        files.received_at
    from {{ ref('fct_denials') }} as denials
    inner join {{ ref('dim_payers') }} as payers on denials.payer_id = payers.payer_id
    left join {{ ref('payer_profiles') }} as profiles on denials.payer_id = profiles.payer_id
    left join {{ ref('stg_x12__files') }} as files
        on denials.file_id = files.file_id and files.file_status = 'loaded'
    where denials.open_amount > 0 and not denials.is_unprocessable

),

matched as (

    select
        denials.denial_id,
        denials.time_zone,
        denials.received_at,
        rules.rule_id,
        rules.level,
        rules.level_name,
        rules.window_length,
        rules.window_unit,
        rules.clock_start,
        rules.last_day_rule,
        rules.status as rule_status,
        rules.source as rule_source,
        case
            when rules.payer_id is not null then 3
            when rules.payer_type is not null then 2
            else 1
        end as specificity,
        denials.notice_date
    from denials
    inner join {{ ref('appeal_rules') }} as rules
        on
            rules.level = 1
            and coalesce(rules.payer_id, denials.payer_id) = denials.payer_id
            and coalesce(rules.payer_type, denials.payer_type, '') = coalesce(denials.payer_type, '')
            and coalesce(rules.line_of_business, denials.line_of_business) = denials.line_of_business
            and denials.notice_date >= rules.valid_from
            and denials.notice_date <= coalesce(rules.valid_to, date '9999-12-31')

)

select *
from matched
qualify specificity = max(specificity) over (partition by denial_id)
