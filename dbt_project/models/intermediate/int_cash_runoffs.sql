-- noqa: disable=LT02
-- What stood sent on a past day, by payer and age, and the cash that it brought in the 30, 60 and 90 days after.
-- An as-of day every 15 days back from the last of the data; an age is counted in spans of 15 days, up to 180.
with through as (

    select max(data_through) as data_through_date from {{ ref('int_answer_lags') }}

),

as_ofs as (

    select
        data_through_date,
        data_through_date - cast(spans.n as integer) * 15 as as_of_date
    from through
    cross join unnest(range(48)) as spans (n)

),

sent as (

    select
        payer_id,
        submitted_date,
        sum(charge_amount) as charge_amount
    from {{ ref('fct_claims') }}
    where is_submission_seen and not is_voided
    group by payer_id, submitted_date

),

received as (

    select
        claims.payer_id,
        claims.submitted_date,
        remittances.remitted_date,
        sum(remittances.paid_amount) as paid_amount
    from {{ ref('fct_remittances') }} as remittances
    inner join {{ ref('fct_claims') }} as claims on remittances.claim_id = claims.claim_id
    where claims.is_submission_seen and not claims.is_voided and not remittances.is_duplicate
    group by claims.payer_id, claims.submitted_date, remittances.remitted_date

),

charges as (

    select
        as_ofs.as_of_date,
        sent.payer_id,
        {{ age_span_of('sent.submitted_date', 'as_ofs.as_of_date') }} as age_span,
        sum(sent.charge_amount) as charge_amount
    from as_ofs
    inner join sent on as_ofs.as_of_date >= sent.submitted_date and as_ofs.as_of_date - 179 <= sent.submitted_date
    group by as_ofs.as_of_date, sent.payer_id, age_span

),

receipts as (

    select
        as_ofs.as_of_date,
        received.payer_id,
        {{ age_span_of('received.submitted_date', 'as_ofs.as_of_date') }} as age_span,
        {%- for days in [30, 60, 90] %}
        sum(received.paid_amount) filter (where received.remitted_date <= as_ofs.as_of_date + {{ days }})
            as paid_{{ days }}_amount{{ ',' if not loop.last }}
        {%- endfor %}
    from as_ofs
    inner join received
        on
            as_ofs.as_of_date >= received.submitted_date
            and as_ofs.as_of_date - 179 <= received.submitted_date
            and as_ofs.as_of_date < received.remitted_date
            and as_ofs.as_of_date + 90 >= received.remitted_date
    group by as_ofs.as_of_date, received.payer_id, age_span

)
{%- for days in [30, 60, 90] %}

select
    charges.as_of_date,
    charges.payer_id,
    charges.age_span,
    {{ days }} as horizon_days,
    charges.charge_amount,
    case
        when charges.as_of_date + {{ days }} <= through.data_through_date
            then coalesce(receipts.paid_{{ days }}_amount, 0)
    end as paid_amount
from charges
cross join through
left join receipts
    on
        charges.as_of_date = receipts.as_of_date
        and charges.payer_id = receipts.payer_id
        and charges.age_span = receipts.age_span
{{ 'union all' if not loop.last }}
{%- endfor %}
