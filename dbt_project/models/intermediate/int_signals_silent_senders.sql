-- F53: a payer whose newest 835 is older than three usual gaps (and a week); dollars are what it has not answered.
with feeds as (

    select * from {{ ref('rpt_feeds') }}
    where is_silent and file_type = '835'

),

waiting as (

    select
        payer_id,
        sum(charge_amount) as charge_amount
    from {{ ref('fct_claims') }}
    where not is_answered and not is_voided
    group by payer_id

)

select
    'silent_sender' as signal_kind,
    feeds.file_type || ' ' || feeds.sender_id as subject_id,
    cast(null as varchar) as claim_id,
    feeds.sender_id as payer_id,
    'no ' || feeds.file_type || ' for ' || cast(feeds.lag_days as varchar) || ' days; usually every '
    || cast(feeds.usual_gap_days as varchar) as evidence,
    coalesce(waiting.charge_amount, 0) as signal_amount,
    feeds.data_through_date as signal_date,
    feeds.last_file_id as file_id,
    cast(null as bigint) as byte_offset,
    cast(null as integer) as segment_ordinal
from feeds
left join waiting on feeds.sender_id = waiting.payer_id
