-- K22: denials that repeat provider, payer, CARC and procedure of another claim's denial of the 90 days before.
with denials as (

    select * from {{ ref('fct_denials') }}
    where is_initial

),

latest as (

    select
        denials.denial_id,
        max_by(earlier.denial_id, earlier.first_denied_date) as repeated_denial_id,
        max(earlier.first_denied_date) as repeated_date
    from denials
    inner join denials as earlier
        on
            denials.rendering_provider_id = earlier.rendering_provider_id
            and denials.payer_id = earlier.payer_id
            and denials.carc = earlier.carc
            and denials.procedure_id = earlier.procedure_id
            and denials.claim_id <> earlier.claim_id
            and denials.first_denied_date > earlier.first_denied_date
            and denials.first_denied_date <= earlier.first_denied_date + 90
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
