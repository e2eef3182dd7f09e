-- K22: denials that repeat provider, payer, CARC and procedure of another claim's denial of the 90 days before.
with denials as (

    select * from {{ ref('fct_denials') }}
    where is_initial

),

days as (

    -- One row a day, however many claims were denied on it: with the first and the last, one is always another's.
    select
        rendering_provider_id,
        payer_id,
        carc,
        procedure_id,
        first_denied_date,
        min(claim_id) as first_claim_id,
        max(claim_id) as last_claim_id,
        min_by(denial_id, claim_id || denial_id) as first_denial_id,
        max_by(denial_id, claim_id || denial_id) as last_denial_id
    from denials
    group by rendering_provider_id, payer_id, carc, procedure_id, first_denied_date

),

latest as (

    select
        denials.denial_id,
        max_by(
            case when days.last_claim_id <> denials.claim_id then days.last_denial_id else days.first_denial_id end,
            days.first_denied_date
        ) as repeated_denial_id,
        max(days.first_denied_date) as repeated_date
    from denials
    inner join days
        on
            denials.rendering_provider_id = days.rendering_provider_id
            and denials.payer_id = days.payer_id
            and denials.carc = days.carc
            and denials.procedure_id = days.procedure_id
            and denials.first_denied_date > days.first_denied_date
            and denials.first_denied_date <= days.first_denied_date + 90
            and (denials.claim_id <> days.first_claim_id or denials.claim_id <> days.last_claim_id)
    group by denials.denial_id

)

select
    denials.denial_id,
    denials.claim_id,
    denials.payer_id,
    denials.rendering_provider_id,
    denials.procedure_id,
    denials.service_line,
    denials.category as denial_category,
    denials.carc,
    latest.repeated_denial_id,
    denials.denied_amount,
    latest.denial_id is not null as is_repeat,
    denials.first_denied_date,
    latest.repeated_date,
    denials.file_id,
    denials.byte_offset,
    denials.segment_ordinal
from denials
left join latest on denials.denial_id = latest.denial_id
