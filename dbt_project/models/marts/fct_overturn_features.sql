{#- One row a denial that can be worked: what is known once it has been read, what it would bring, and apart its label.
    The label is the desk's own log of appeals and corrected claims; without such a log, work is what shows in the files
    as a further submission or answer of the claim, and success is money. -#}
with denials as (

    select
        *,
        {{ denial_reason_of('category', 'subcategory') }} as reason
    from {{ ref('fct_denials') }}
    where not is_process_waste and is_initial

),

claims as (

    select * from {{ ref('int_claims_at_submission') }}

),

answers as (

    select * from {{ ref('fct_claims') }}

),

valued as (

    select * from {{ ref('int_denials_valued') }}

),

efforts as (

    select * from {{ ref('rework_efforts') }}

),

appeals as (

    select
        denial_id,
        bool_or(outcome in ('overturned', 'partly_overturned', 'upheld')) as is_decided,
        bool_or(outcome in ('overturned', 'partly_overturned')) as is_won
    from {{ ref('int_appeals_matched') }}
    group by denial_id

),

logs as (

    select count(*) > 0 as has_log from appeals

)

select
    denials.denial_id,
    denials.claim_id,
    denials.payer_id,
    denials.rendering_provider_id,
    denials.procedure_id,
    denials.reason,
    denials.carc,
    coalesce(denials.rarc, 'none') as rarc,
    denials.group_code,
    denials.hard_soft,
    denials.service_line,
    claims.line_of_business,
    denials.claim_type,
    claims.authorization_status,
    denials.denied_amount,
    valued.collectible_amount,
    cast(efforts.expected_minutes * efforts.hourly_cost_amount / 60 as decimal(18, 2)) as cost_amount,
    efforts.expected_minutes,
    claims.line_count,
    claims.submission_lag_days,
    claims.has_prior_authorization,
    denials.is_whole_claim,
    denials.status = 'open' as is_open,
    denials.first_denied_date,
    case
        when logs.has_log then coalesce(appeals.is_decided, false)
        else answers.submission_count > 1 or answers.remittance_count > 1 or denials.recovered_amount > 0
    end as label_is_worked,
    case when logs.has_log then coalesce(appeals.is_won, false) else denials.recovered_amount > 0 end
        as label_is_recovered
from denials
inner join claims on denials.claim_id = claims.claim_id
inner join answers on denials.claim_id = answers.claim_id
inner join valued on denials.denial_id = valued.denial_id
inner join efforts on denials.reason = efforts.reason
left join appeals on denials.denial_id = appeals.denial_id
cross join logs
