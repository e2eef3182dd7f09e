{{ config(materialized='view') }}
-- K12 by the day of submission: over what was sent to payers that send a 277CA, or (K12@1) over what a 277CA spoke of.
with acknowledging as (

    select
        payer_id,
        min(submitted_date) as first_date
    from {{ ref('fct_submissions') }}
    where is_acknowledged
    group by payer_id

),

through as (

    select max(data_through) as data_through_date from {{ ref('int_answer_lags') }}

)

select
    {{ claim_columns('submissions', 'cast(null as varchar)') }},
    case when submissions.is_acknowledged then cast(submissions.is_accepted as integer) end as k12_numerator,
    case when submissions.is_acknowledged then 1 end as k12_denominator,
    cast(submissions.is_accepted as integer) as k12_2_numerator,
    1 as k12_2_denominator,
    submissions.is_acknowledged or submissions.submitted_date + 3 <= through.data_through_date as is_answer_due,
    submissions.submitted_date as period_date
from {{ ref('fct_submissions') }} as submissions
inner join {{ ref('fct_claims') }} as claims on submissions.claim_id = claims.claim_id
inner join acknowledging
    on submissions.payer_id = acknowledging.payer_id and submissions.submitted_date >= acknowledging.first_date
cross join through
