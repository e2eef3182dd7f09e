-- K7-OPEN, K8, K10, K22 by the day of the first denial. K8 counts a claim on the first of its initial denials.
with denials as (

    select
        *,
        row_number() over (partition by claim_id, is_initial order by denial_id) as claim_row,
        max(recovered_amount) over (partition by claim_id, is_initial) > 0 as is_claim_overturned,
        count(*) over (
            partition by rendering_provider_id, payer_id, carc, procedure_id
            order by first_denied_date
            range between interval 90 days preceding and interval 1 day preceding
        ) > 0 as is_repeat
    from {{ ref('fct_denials') }}

)

select
    {{ denial_columns('denials') }},
    cast(denials.resolved_date is null as integer) as k7_open_numerator,
    1 as k7_open_denominator,
    case when denials.is_initial and denials.claim_row = 1 then cast(denials.is_claim_overturned as integer) end
        as k8_numerator,
    case when denials.is_initial and denials.claim_row = 1 then 1 end as k8_denominator,
    case when denials.is_initial then case when denials.recovered_amount > 0 then denials.denied_amount else 0 end end
        as k8_usd_numerator,
    case when denials.is_initial then denials.denied_amount end as k8_usd_denominator,
    denials.recovered_amount as k10_numerator,
    cast(
        cast(denials.denied_amount * ratios.allowed_amount as decimal(38, 4)) / nullif(ratios.charge_amount, 0)
        as decimal(18, 2)
    ) as k10_denominator,
    cast(denials.is_repeat as integer) as k22_numerator,
    1 as k22_denominator,
    true as is_answer_due,
    denials.first_denied_date as period_date
from denials
left join {{ ref('int_allowed_ratios') }} as ratios on denials.payer_id = ratios.payer_id
