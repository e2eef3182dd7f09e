-- R7, R20: each denied thing once: its first denial, how often it was denied, and what was paid since.
with answers as (

    select
        lines.*,
        remittances.payer_id,
        remittances.is_primary,
        remittances.adjudication_number,
        remittances.remitted_date,
        remittances.is_first_adjudication,
        remittances.is_unprocessable
    from {{ ref('int_remittance_lines_judged') }} as lines
    inner join {{ ref('int_remittances_judged') }} as remittances on lines.remittance_id = remittances.remittance_id
    where not remittances.is_duplicate

),

denied as (

    select
        *,
        row_number() over (partition by claim_id, line_key order by adjudication_number) as denial_number
    from answers
    where judgement = 'denied' and is_primary

),

counts as (

    select
        claim_id,
        line_key,
        count(*) as denial_count,
        max(remitted_date) as last_denied_date
    from denied
    group by claim_id, line_key

),

earlier as (

    select
        denied.remittance_line_id,
        sum(answers.paid_amount) as paid_before_amount
    from denied
    inner join answers
        on
            denied.claim_id = answers.claim_id
            and denied.line_key = answers.line_key
            and denied.adjudication_number > answers.adjudication_number
            and answers.paid_amount > 0
    where denied.denial_number = 1
    group by denied.remittance_line_id

),

later as (

    select
        denied.remittance_line_id,
        sum(answers.paid_amount) as recovered_amount,
        max(answers.remitted_date) filter (where answers.paid_amount > 0) as last_paid_date
    from denied
    inner join answers
        on
            denied.claim_id = answers.claim_id
            and (denied.line_key = answers.line_key or denied.scope = 'claim')
            and denied.adjudication_number < answers.adjudication_number
    where denied.denial_number = 1
    group by denied.remittance_line_id

)

select
    denied.*,
    counts.denial_count,
    counts.last_denied_date,
    coalesce(earlier.paid_before_amount, 0) > 0 as is_post_payment,
    coalesce(later.recovered_amount, 0) as recovered_amount,
    later.last_paid_date
from denied
inner join counts on denied.claim_id = counts.claim_id and denied.line_key = counts.line_key
left join earlier on denied.remittance_line_id = earlier.remittance_line_id
left join later on denied.remittance_line_id = later.remittance_line_id
where denied.denial_number = 1
