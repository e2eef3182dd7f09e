with claims as (

    select
        *,
        cast(date_trunc('month', submitted_date) as date) as month_start
    from {{ ref('int_payer_claims') }}
    where submitted_date >= date_trunc('month', data_through_date) - interval 23 month

),

cells as (

    select
        payer_id,
        payer_name,
        line_of_business,
        service_line,
        denial_category,
        month_start,
        count(*) as claim_count,
        count(*) filter (where is_denied) as denied_claim_count,
        count(*) filter (where is_overturned) as overturned_claim_count,
        count(days_to_pay) as paid_claim_count,
        coalesce(sum(days_to_pay), 0) as days_to_pay_sum,
        count(*) filter (where is_documentation_request) as documentation_request_count,
        count(*) filter (where is_approved_but_denied) as approved_but_denied_count,
        count(*) filter (where is_prompt_pay_due) as prompt_pay_due_count,
        count(*) filter (where is_prompt_pay_breach) as prompt_pay_breach_count,
        count(*) filter (where is_answer_due) as due_claim_count,
        sum(charge_amount) as charge_amount,
        sum(denied_amount) as denied_amount,
        sum(recovered_amount) as recovered_amount,
        sum(allowed_amount) as allowed_amount,
        sum(expected_amount) as expected_amount,
        sum(underpaid_amount) as underpaid_amount
    from claims
    group by payer_id, payer_name, line_of_business, service_line, denial_category, month_start

),

wholes as (

    select
        *,
        sum(claim_count) over (partition by payer_id, service_line, month_start) as line_claim_count,
        sum(charge_amount) over (partition by payer_id, service_line, month_start) as line_charge_amount,
        sum(claim_count) over (partition by payer_id, month_start) as payer_claim_count,
        sum(charge_amount) over (partition by payer_id, month_start) as payer_charge_amount,
        sum(due_claim_count) over (partition by payer_id, month_start) as payer_due_count
    from cells

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
    cast(days_to_pay_sum as bigint) as days_to_pay_sum,
    cast(documentation_request_count as bigint) as documentation_request_count,
    cast(approved_but_denied_count as bigint) as approved_but_denied_count,
    cast(prompt_pay_due_count as bigint) as prompt_pay_due_count,
    cast(prompt_pay_breach_count as bigint) as prompt_pay_breach_count,
    cast(line_claim_count as bigint) as service_line_claim_count,
    cast(payer_claim_count as bigint) as payer_claim_count,
    cast(charge_amount as decimal(18, 2)) as charge_amount,
    cast(denied_amount as decimal(18, 2)) as denied_amount,
    cast(recovered_amount as decimal(18, 2)) as recovered_amount,
    cast(allowed_amount as decimal(18, 2)) as allowed_amount,
    cast(expected_amount as decimal(18, 2)) as expected_amount,
    cast(underpaid_amount as decimal(18, 2)) as underpaid_amount,
    cast(line_charge_amount as decimal(18, 2)) as service_line_charge_amount,
    cast(payer_charge_amount as decimal(18, 2)) as payer_charge_amount,
    {{ share('denied_claim_count', 'line_claim_count') }} as denial_rate,
    {{ wilson('denied_claim_count', 'line_claim_count', -1) }} as denial_rate_low,
    {{ wilson('denied_claim_count', 'line_claim_count', 1) }} as denial_rate_high,
    {{ share('overturned_claim_count', 'denied_claim_count') }} as overturn_rate,
    payer_due_count >= 0.95 * payer_claim_count as is_mature,
    month_start
from wholes
