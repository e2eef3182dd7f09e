-- R20: each denied thing once: its first denial, and how often it was denied. A line, or a claim answered without
-- lines; where a claim is denied as a whole first, denials of its lines repeat it. The primary payer's comes first.
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
    where lines.judgement = 'denied' and not remittances.is_duplicate

),

scoped as (

    select
        *,
        min(case when scope = 'claim' then adjudication_number end) over (partition by claim_id, is_primary)
            as first_claim_denial,
        min(case when scope = 'line' then adjudication_number end) over (partition by claim_id, is_primary)
            as first_line_denial
    from answers

),

things as (

    select
        * exclude (line_key),
        case when first_claim_denial < first_line_denial then '0' else line_key end as line_key
    from scoped

),

numbered as (

    select
        *,
        row_number() over (
            partition by claim_id, line_key
            order by is_primary desc, adjudication_number, segment_ordinal
        ) as denial_number,
        count(*) over (partition by claim_id, line_key, is_primary) as denial_count,
        max(remitted_date) over (partition by claim_id, line_key, is_primary) as last_denied_date
    from things

),

firsts as (

    select
        *,
        sum(case when scope = 'line' then charge_amount else 0 end) over (partition by claim_id) as line_charge_amount
    from numbered
    where denial_number = 1

)

-- A claim denied as a whole after some of its lines adds only what they left; a secondary payer denies only its share.
select
    *,
    not is_primary as is_secondary,
    case
        when not is_primary and denial_amount > 0 then least(denial_amount, charge_amount)
        when scope = 'claim' then charge_amount - line_charge_amount
        else charge_amount
    end as denied_amount
from firsts
where scope = 'line' or charge_amount > line_charge_amount
