-- What a negotiator counts of each claim, once: the answer, its time, its overturn, and what the contract says.
with claims as (

    select * from {{ ref('fct_claims') }}
    where not is_process_waste and not is_voided

),

denials as (

    select
        claim_id,
        sum(recovered_amount) as recovered_amount,
        bool_or(category = 'Documentation & Attachments') as is_documentation_request,
        bool_or(category = 'Authorization & Referral') as is_authorization_denial
    from {{ ref('fct_denials') }}
    where is_initial
    group by claim_id

),

expected as (

    select
        claim_id,
        sum(allowed_amount) as allowed_amount,
        sum(expected_amount) as expected_amount,
        sum(underpaid_amount) as underpaid_amount
    from {{ ref('int_lines_expected') }}
    group by claim_id

),

through as (

    select max(data_through) as data_through_date from {{ ref('int_answer_lags') }}

)

select
    claims.claim_id,
    claims.payer_id,
    payers.payer_name,
    payers.line_of_business,
    claims.service_line,
    coalesce(claims.denial_category, 'Not denied') as denial_category,
    claims.charge_amount,
    claims.initial_denied_amount as denied_amount,
    coalesce(denials.recovered_amount, 0) as recovered_amount,
    coalesce(expected.allowed_amount, 0) as allowed_amount,
    coalesce(expected.expected_amount, 0) as expected_amount,
    coalesce(expected.underpaid_amount, 0) as underpaid_amount,
    case when claims.initial_paid_amount > 0 then claims.answer_lag_days end as days_to_pay,
    claims.is_answer_due,
    claims.is_denied,
    claims.is_denied and coalesce(denials.recovered_amount, 0) > 0 as is_overturned,
    coalesce(denials.is_documentation_request, false) as is_documentation_request,
    coalesce(denials.is_authorization_denial, false) and claims.prior_authorization_number is not null
        as is_approved_but_denied,
    profiles.prompt_pay_days is not null
    and (
        claims.first_answered_date is not null
        or date_diff('day', claims.submitted_date, through.data_through_date) > profiles.prompt_pay_days
    ) as is_prompt_pay_due,
    coalesce(
        date_diff('day', claims.submitted_date, coalesce(claims.first_answered_date, through.data_through_date))
        > profiles.prompt_pay_days, false
    ) as is_prompt_pay_breach,
    claims.submitted_date,
    through.data_through_date
from claims
cross join through
inner join {{ ref('dim_payers') }} as payers on claims.payer_id = payers.payer_id
left join {{ ref('payer_profiles') }} as profiles on claims.payer_id = profiles.payer_id
left join denials on claims.claim_id = denials.claim_id
left join expected on claims.claim_id = expected.claim_id
