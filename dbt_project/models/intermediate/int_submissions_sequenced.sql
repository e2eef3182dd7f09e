with submissions as (

    select * from {{ ref('int_submissions_identified') }}

),

resolved as (

    select * from {{ ref('int_claim_keys_resolved') }}

),

sequenced as (

    select
        resolved.claim_id,
        submissions.*,
        row_number() over (
            partition by resolved.claim_id
            order by
                submissions.submitted_date, submissions.frequency_code in ('7', '8'), submissions.frequency_code = '8',
                {{ envelope_order('submissions') }}
        ) as submission_number
    from submissions
    inner join resolved on submissions.own_key = resolved.own_key

)

select * from sequenced
