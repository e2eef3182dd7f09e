-- What has landed since the rollups were last frozen, counted by each month that its claims were sent or answered in.
with new_files as (

    select distinct file_id
    from {{ ref('stg_x12__files') }}
    where
        file_status = 'loaded'
        and batch_id > (
            select max(changes.previous_batch_id) from {{ ref('int_rollup_changes') }} as changes
            where changes.revision > 1
        )

),

arrivals as (

    select
        claim_id,
        payer_id,
        'late_claim' as kind,
        charge_amount as amount,
        submitted_date as day
    from {{ ref('fct_submissions') }}
    where file_id in (select new_files.file_id from new_files)

    union all

    select
        claim_id,
        payer_id,
        case when is_reversal then 'reversal' else 'answer' end,
        paid_amount,
        remitted_date
    from {{ ref('fct_remittances') }}
    where
        file_id in (select new_files.file_id from new_files)
        and not is_duplicate

),

numbered as (

    select
        *,
        row_number() over (order by kind, claim_id, day, amount) as arrival_number
    from arrivals

),

days as (

    select
        arrival_number,
        day
    from numbered
    union all

    select
        numbered.arrival_number,
        claims.submitted_date
    from numbered
    inner join {{ ref('fct_claims') }} as claims on numbered.claim_id = claims.claim_id
    union all

    select
        numbered.arrival_number,
        remittances.remitted_date
    from numbered
    inner join {{ ref('fct_remittances') }} as remittances on numbered.claim_id = remittances.claim_id

),

months as (

    select distinct
        arrival_number,
        {{ period_start("'month'", 'day') }} as month_start
    from days
    union all
    -- The whole history, of which every arrival is a part.
    select
        arrival_number,
        null
    from numbered

)

select
    months.month_start,
    numbered.payer_id,
    grouping(numbered.payer_id) = 1 as is_whole,
    count(*) filter (where numbered.kind = 'late_claim') as late_claim_count,
    coalesce(sum(numbered.amount) filter (where numbered.kind = 'late_claim'), 0) as late_charge_amount,
    count(*) filter (where numbered.kind = 'answer') as answer_count,
    coalesce(sum(numbered.amount) filter (where numbered.kind = 'answer'), 0) as answer_paid_amount,
    count(*) filter (where numbered.kind = 'reversal') as reversal_count,
    coalesce(sum(numbered.amount) filter (where numbered.kind = 'reversal'), 0) as reversal_paid_amount
from numbered
inner join months on numbered.arrival_number = months.arrival_number
group by grouping sets ((months.month_start), (months.month_start, numbered.payer_id))
