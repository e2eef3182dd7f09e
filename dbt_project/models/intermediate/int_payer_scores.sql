-- Twelve months of claims whose answer is due, summed by payer with and without service line and reason.
with claims as (

    select * from {{ ref('int_payer_claims') }}
    where is_answer_due and submitted_date > data_through_date - 365

),

answered as (

    select
        payer_id,
        payer_name,
        line_of_business,
        coalesce(service_line, 'All') as service_line,
        count(*) as claim_count,
        count(*) filter (where is_denied) as denied_claim_count,
        count(days_to_pay) as paid_claim_count,
        count(*) filter (where is_documentation_request) as documentation_request_count,
        count(*) filter (where is_approved_but_denied) as approved_but_denied_count,
        count(*) filter (where is_prompt_pay_due) as prompt_pay_due_count,
        count(*) filter (where is_prompt_pay_breach) as prompt_pay_breach_count,
        count(*) filter (where underpaid_amount > 0) as underpaid_claim_count,
        count(*) filter (where is_overturned) as overturned_claim_count,
        sum(charge_amount) as charge_amount,
        sum(denied_amount) as denied_amount,
        sum(recovered_amount) as recovered_amount,
        sum(allowed_amount) as allowed_amount,
        sum(expected_amount) as expected_amount,
        sum(underpaid_amount) as underpaid_amount,
        sum(days_to_pay) as days_to_pay_sum,
        median(days_to_pay) as median_days_to_pay,
        min(submitted_date) as period_start,
        max(submitted_date) as period_end
    from claims
    group by
        grouping sets (
            (payer_id, payer_name, line_of_business),
            (payer_id, payer_name, line_of_business, service_line)
        )

),

reasons as (

    select
        payer_id,
        coalesce(service_line, 'All') as service_line,
        denial_category,
        count(*) as denied_claim_count,
        count(*) filter (where is_overturned) as overturned_claim_count,
        sum(denied_amount) as denied_amount,
        sum(recovered_amount) as recovered_amount
    from claims
    where is_denied
    group by grouping sets ((payer_id, denial_category), (payer_id, service_line, denial_category))

)

select
    payer_id, payer_name, line_of_business, service_line, 'All' as denial_category, claim_count, denied_claim_count,
    paid_claim_count, overturned_claim_count, documentation_request_count, approved_but_denied_count,
    prompt_pay_due_count, prompt_pay_breach_count, underpaid_claim_count, charge_amount, denied_amount,
    recovered_amount, allowed_amount, expected_amount, underpaid_amount, days_to_pay_sum, median_days_to_pay,
    period_start, period_end
from answered

union all

select
    answered.payer_id, answered.payer_name, answered.line_of_business, answered.service_line, reasons.denial_category,
    answered.claim_count, reasons.denied_claim_count, null, reasons.overturned_claim_count, null, null, null, null,
    null, answered.charge_amount, reasons.denied_amount, reasons.recovered_amount, null, null, null, null, null,
    answered.period_start, answered.period_end
from reasons
inner join answered on reasons.payer_id = answered.payer_id and reasons.service_line = answered.service_line
