with denials as (

    select * from {{ ref('fct_denials') }}

),

claims as (

    select * from {{ ref('rpt_claims') }}

),

payers as (

    select * from {{ ref('dim_payers') }}

),

codes as (

    select * from {{ ref('dim_denial_codes') }}

),

allowed as (

    select
        payer_id,
        allowed_amount / nullif(charge_amount, 0) as allowed_rate
    from {{ ref('int_allowed_ratios') }}

),

appealed as (

    select distinct denial_id from {{ ref('int_appeals_matched') }}

),

files as (

    select
        file_id,
        min(file_name) as file_name,
        min(sha256) as sha256
    from {{ ref('stg_x12__files') }}
    where file_status <> 'duplicate'
    group by file_id

)

select
    denials.denial_id,
    denials.claim_id,
    payers.payer_name as payer,
    claims.line_of_business,
    claims.facility,
    claims.location,
    denials.service_line,
    claims.provider,
    denials.category as reason,
    denials.subcategory,
    denials.group_code || '-' || denials.carc as code,
    coalesce(denials.rarc, 'none') as remark,
    denials.procedure_id as procedure,
    codes.plain_meaning,
    denials.hard_soft,
    denials.preventable,
    denials.owner_team,
    denials.first_action,
    denials.default_path,
    denials.status,
    case
        when denials.open_amount = 0 then 'recovered'
        when clocks.clock_status = 'missed' then 'window_closed'
        else 'open'
    end as outcome,
    files.file_name,
    files.sha256,
    denials.denied_amount,
    denials.recovered_amount,
    denials.open_amount,
    cast(denials.denied_amount * coalesce(allowed.allowed_rate, 1) as decimal(18, 2)) as net_amount,
    denials.denial_count,
    denials.is_initial,
    appealed.denial_id is not null as is_appealed,
    denials.submitted_date,
    denials.first_denied_date,
    denials.last_paid_date,
    denials.resolved_date,
    denials.byte_offset,
    denials.segment_ordinal
from denials
inner join claims on denials.claim_id = claims.claim_id
left join payers on denials.payer_id = payers.payer_id
left join codes on denials.denial_code_id = codes.denial_code_id
left join allowed on denials.payer_id = allowed.payer_id
left join appealed on denials.denial_id = appealed.denial_id
left join {{ ref('fct_appeal_clocks') }} as clocks on denials.denial_id = clocks.denial_id
left join files on denials.file_id = files.file_id
