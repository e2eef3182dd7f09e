-- R21: the age at which 95 % of a payer's answers are in, and the last day that the data speaks of.
with pairs as (

    select
        described.payer_id,
        date_diff('day', described.submitted_date, answered.first_answered_date) as lag_days
    from {{ ref('int_claims_described') }} as described
    inner join {{ ref('int_claims_answered') }} as answered on described.claim_id = answered.claim_id
    where described.is_submission_seen and answered.first_answered_date is not null

),

through as (

    select max(day) as data_through
    from (
        select max(submitted_date) as day from {{ ref('int_claims_described') }}
        union all
        select max(last_remitted_date) as day from {{ ref('int_claims_answered') }}
    )

),

payers as (

    select distinct payer_id from {{ ref('int_claims_described') }}

)

select
    payers.payer_id,
    through.data_through,
    coalesce(cast(quantile_cont(pairs.lag_days, 0.95) as integer), 60) as answer_due_days
from payers
cross join through
left join pairs on payers.payer_id = pairs.payer_id
group by payers.payer_id, through.data_through
