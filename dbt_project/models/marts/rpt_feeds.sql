-- F53: the newest file of each sender and type, and how long ago that is by the data's own last day.
with files as (

    select * from {{ ref('stg_x12__files') }}
    where file_status = 'loaded'

),

senders as (

    -- A clearinghouse's file holds several payers: each is counted with the claims that it answers itself.
    select
        payments.file_id,
        payments.payer_id as sender_id,
        max(payments.payer_name) as sender_name,
        count(remittances.remittance_id) as claim_count
    from {{ ref('stg_x12__payments') }} as payments
    left join {{ ref('stg_x12__remittances') }} as remittances on payments.payment_id = remittances.payment_id
    group by payments.file_id, payments.payer_id

    union all

    select
        file_id,
        coalesce(max(submitter_name), 'unknown'),
        coalesce(max(submitter_name), 'unknown'),
        null
    from {{ ref('stg_x12__submissions') }}
    group by file_id

),

received as (

    select
        files.file_type,
        coalesce(senders.sender_id, 'unknown') as sender_id,
        senders.sender_name,
        files.file_id,
        coalesce(senders.claim_count, files.claim_count) as claim_count,
        files.received_at,
        date_diff('day', lag(files.received_at) over feed, files.received_at) as gap_days
    from files
    left join senders on files.file_id = senders.file_id
    window feed as (
        partition by files.file_type, coalesce(senders.sender_id, 'unknown') order by files.received_at, files.file_id
    )

),

through as (

    select max(data_through) as data_through_date from {{ ref('int_answer_lags') }}

),

feeds as (

    select
        file_type,
        sender_id,
        max(sender_name) as sender_name,
        max_by(file_id, received_at) as last_file_id,
        count(*) as file_count,
        sum(claim_count) as claim_count,
        coalesce(median(gap_days), 0) as usual_gap_days,
        max(received_at) as last_received_at
    from received
    group by file_type, sender_id

)

select
    feeds.sender_id,
    feeds.sender_name,
    feeds.file_type,
    cast(feeds.file_count as bigint) as file_count,
    cast(coalesce(feeds.claim_count, 0) as bigint) as claim_count,
    cast(round(feeds.usual_gap_days) as integer) as usual_gap_days,
    cast(date_diff('day', cast(feeds.last_received_at as date), through.data_through_date) as integer) as lag_days,
    date_diff('day', cast(feeds.last_received_at as date), through.data_through_date)
    > greatest(3 * feeds.usual_gap_days, 7) and feeds.file_count >= 3 as is_silent,
    through.data_through_date,
    feeds.last_received_at,
    feeds.last_file_id
from feeds
cross join through
