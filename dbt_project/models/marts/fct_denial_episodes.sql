-- R14, R17, R18, R20: each denial's course: first denial, repeats, where it stands, and whether it is final.
with denials as (

    select * from {{ ref('fct_denials') }}

),

appeals as (

    select
        denial_id,
        count(*) as appeal_count,
        bool_or(outcome = 'open') as has_open_appeal,
        max_by(outcome, filed_date) as last_outcome
    from {{ ref('int_appeals_matched') }}
    where level > 0
    group by denial_id

),

given_up as (

    select distinct denial_id from {{ ref('fct_write_offs') }}
    where denial_id is not null

),

clocks as (

    select * from {{ ref('fct_appeal_clocks') }}

),

placed as (

    select
        denials.*,
        clocks.clock_status,
        coalesce(appeals.appeal_count, 0) as appeal_count,
        coalesce(clocks.is_recoverable, false) as is_recoverable,
        denials.category = 'Medical Necessity'
        or denials.carc in ('50', '54', '55', '56', '57', '58', '150', '151', '152', '186', '249') as is_clinical,
        case
            when denials.recovered_amount > 0 and denials.status = 'recovered' then 'recovered'
            when denials.recovered_amount > 0 then 'partly_recovered'
            when given_up.denial_id is not null then 'written_off'
            when appeals.has_open_appeal then 'in_appeal'
            when clocks.clock_status = 'missed' then 'deadline_missed'
            when appeals.last_outcome = 'upheld' and clocks.denial_id is null then 'upheld'
            else 'denied'
        end as current_state
    from denials
    left join appeals on denials.denial_id = appeals.denial_id
    left join clocks on denials.denial_id = clocks.denial_id
    left join given_up on denials.denial_id = given_up.denial_id

)

select
    denial_id as episode_id,
    claim_id,
    payer_id,
    carc,
    category,
    hard_soft,
    case when is_clinical then 'clinical' else 'technical' end as nature,
    current_state,
    coalesce(clock_status, 'closed') as clock_status,
    denied_amount,
    recovered_amount,
    cast(denial_count - 1 as integer) as repeat_count,
    cast(appeal_count as integer) as appeal_count,
    is_initial,
    is_recoverable,
    current_state in ('written_off', 'deadline_missed', 'upheld') as is_final,
    first_denied_date,
    last_denied_date,
    resolved_date,
    file_id,
    byte_offset,
    segment_ordinal
from placed
