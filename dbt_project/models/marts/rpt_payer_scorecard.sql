{#- What a payer's sums are compared with: the same service line and reason at every other payer. -#}
{%- set compared = [
    'claim_count', 'denied_claim_count', 'overturned_claim_count', 'paid_claim_count', 'days_to_pay_sum',
    'prompt_pay_due_count', 'prompt_pay_breach_count', 'documentation_request_count'
] -%}
with scores as ( -- noqa: disable=LT02

    select * from {{ ref('int_payer_scores') }}

),

wholes as (

    select
        service_line,
        sum(claim_count) as line_claim_count
    from scores
    where denial_category = 'All'
    group by service_line

),

lines as (

    -- The others' claims of a service line count whether or not they have a denial of the reason.
    select
        scores.*
        {%- for name in compared %},
        {%- if name == 'claim_count' %}
        wholes.line_claim_count - scores.claim_count as others_claim_count
        {%- else %}
        sum(scores.{{ name }}) over (partition by scores.service_line, scores.denial_category) - scores.{{ name }}
            as others_{{ name }}
        {%- endif %}
        {%- endfor %}
    from scores
    inner join wholes on scores.service_line = wholes.service_line

)

select
    payer_id,
    payer_name,
    line_of_business,
    service_line,
    denial_category,
    cast(claim_count as bigint) as claim_count,
    cast(denied_claim_count as bigint) as denied_claim_count,
    cast(overturned_claim_count as bigint) as overturned_claim_count,
    cast(paid_claim_count as bigint) as paid_claim_count,
    cast(documentation_request_count as bigint) as documentation_request_count,
    cast(approved_but_denied_count as bigint) as approved_but_denied_count,
    cast(prompt_pay_due_count as bigint) as prompt_pay_due_count,
    cast(prompt_pay_breach_count as bigint) as prompt_pay_breach_count,
    cast(underpaid_claim_count as bigint) as underpaid_claim_count,
    cast(others_claim_count as bigint) as others_claim_count,
    cast(others_denied_claim_count as bigint) as others_denied_claim_count,
    cast(charge_amount as decimal(18, 2)) as charge_amount,
    cast(denied_amount as decimal(18, 2)) as denied_amount,
    cast(recovered_amount as decimal(18, 2)) as recovered_amount,
    cast(allowed_amount as decimal(18, 2)) as allowed_amount,
    cast(expected_amount as decimal(18, 2)) as expected_amount,
    cast(underpaid_amount as decimal(18, 2)) as underpaid_amount,
    {{ share('denied_claim_count', 'claim_count') }} as denial_rate,
    {{ wilson('denied_claim_count', 'claim_count', -1) }} as denial_rate_low,
    {{ wilson('denied_claim_count', 'claim_count', 1) }} as denial_rate_high,
    {{ share('others_denied_claim_count', 'others_claim_count') }} as others_denial_rate,
    {{ share('denied_amount', 'charge_amount') }} as denied_dollar_rate,
    {{ share('overturned_claim_count', 'denied_claim_count') }} as overturn_rate,
    {{ wilson('overturned_claim_count', 'denied_claim_count', -1) }} as overturn_rate_low,
    {{ wilson('overturned_claim_count', 'denied_claim_count', 1) }} as overturn_rate_high,
    {{ share('others_overturned_claim_count', 'others_denied_claim_count') }} as others_overturn_rate,
    {{ share('documentation_request_count', 'claim_count') }} as documentation_request_rate,
    {{ share('others_documentation_request_count', 'others_claim_count') }} as others_documentation_request_rate,
    {{ share('prompt_pay_breach_count', 'prompt_pay_due_count') }} as prompt_pay_breach_rate,
    {{ share('others_prompt_pay_breach_count', 'others_prompt_pay_due_count') }} as others_prompt_pay_breach_rate,
    {{ share('underpaid_amount', 'expected_amount') }} as underpaid_rate,
    {{ share('days_to_pay_sum', 'paid_claim_count') }} as mean_days_to_pay,
    cast(median_days_to_pay as double) as median_days_to_pay,
    {{ share('others_days_to_pay_sum', 'others_paid_claim_count') }} as others_mean_days_to_pay,
    coalesce(
        {{ wilson('denied_claim_count', 'claim_count', -1) }}
        > {{ share('others_denied_claim_count', 'others_claim_count') }}, false
    ) as is_above_others,
    period_start,
    period_end
from lines
