{#- What was known of payers and providers on the day before each claim was sent: answers received in the windows
    before it, and nothing later. The window's frame is the guard: it ends one day before the claim's own day. -#}
with claims as ( -- noqa: disable=LT02

    select * from {{ ref('int_claims_at_submission') }}

),

days as (

    select
        *,
        submitted_date as day,
        0 as answered
    from claims

    union all by name

    select
        *,
        first_answered_date as day,
        1 as answered
    from claims
    where is_answered and first_answered_date is not null

),

{% for each in histories() %}
{{ history(each) }}{{ '' if loop.last else ',' }}
{% endfor %}

select
    claims.claim_id
    {%- for each in histories() %}
    {%- for reason, windows in each.reasons.items() %}
    {%- for window in windows %},
    {{ shrunk_rate(each, reason, window) }} as {{ each.name }}_{{ reason }}_{{ window }}_rate
    {%- endfor %}
    {%- endfor %}
    {%- for habit, windows in each.get('habits', {}).items() %}
    {%- for window in windows %},
    {{ habit_rate(each, habit, window) }} as {{ each.name }}_{{ habit }}_{{ window }}_rate
    {%- endfor %}
    {%- endfor %}
    {%- for name in weights_of(each) %},
    cast({{ each.name }}_history.{{ name }}_evidence as float) as {{ each.name }}_{{ name }}_evidence
    {%- endfor %}
    {%- endfor %},
    coalesce({{ lacks_usual_modifier() }}, false) as lacks_usual_modifier,
    coalesce({{ lacks_usual_authorization() }}, false) as lacks_usual_authorization,
    cast({{ record_ratio() }} as float) as provider_record_ratio
from claims
{%- for each in histories() %}
left join {{ each.name }}_history
    on
        claims.submitted_date = {{ each.name }}_history.day
        {%- for key in each.key %}
        and claims.{{ key }} = {{ each.name }}_history.{{ key }}
        {%- endfor %}
{%- endfor %}
