{#- What was known of payers and providers on the day before each claim was sent: answers received in the windows
    before it, and nothing later. The window's frame is the guard: it ends one day before the claim's own day. -#}
{%- set keys = {
    'payer': 'payer_id',
    'payer_line': 'payer_id, service_line',
    'payer_procedure': 'payer_id, procedure_id, has_prior_authorization',
    'payer_diagnosis': 'payer_id, procedure_id, principal_diagnosis_code',
    'payer_pair': 'payer_id, procedure_id, second_procedure_id, modifiers',
    'procedure_pair': 'procedure_id, second_procedure_id, modifiers',
    'provider': 'rendering_provider_id',
    'provider_payer': 'rendering_provider_id, payer_id'
} -%}
{%- set windows = [30, 90, 365] -%}
with claims as ( -- noqa: disable=LT02

    select * from {{ ref('int_claims_at_submission') }}

),

days as (

    select
        *,
        submitted_date as day,
        false as is_answer,
        0 as denied
    from claims
    where not is_voided

    union all

    select
        *,
        first_answered_date as day,
        true as is_answer,
        cast(is_denied as integer) as denied
    from claims
    where is_answered and not is_voided and first_answered_date is not null

),

counted as (

    select
        claim_id,
        is_answer
        {%- for name, key in keys.items() %}
        {%- for window in windows %},
        count(*) filter (where is_answer) over {{ name }}_{{ window }} as {{ name }}_{{ window }}_count,
        sum(denied) over {{ name }}_{{ window }} as {{ name }}_{{ window }}_denied_count
        {%- endfor %}
        {%- endfor %}
    from days
    window
        {%- for name, key in keys.items() %}
        {%- set outer = loop %}
        {%- for window in windows %}
        {{ name }}_{{ window }} as (
            partition by {{ key }} order by day
            range between interval {{ window }} days preceding and interval 1 day preceding
        ){{ '' if outer.last and loop.last else ',' }}
        {%- endfor %}
        {%- endfor %}

)

select
    claim_id
    {%- for name in keys %}
    {%- for window in windows %},
    {{ name }}_{{ window }}_count,
    round(
        (coalesce({{ name }}_{{ window }}_denied_count, 0) + 0.6) / ({{ name }}_{{ window }}_count + 4.0), 6
    ) as {{ name }}_{{ window }}_rate
    {%- endfor %}
    {%- endfor %}
from counted
where not is_answer
