-- K22, F11: a denial that repeats provider, payer, CARC and procedure within 90 days: its cause was not mended.
select
    'repeat_denial' as signal_kind,
    denial_id as subject_id,
    claim_id,
    payer_id,
    'CARC ' || carc || ' again ' || cast(date_diff('day', repeated_date, first_denied_date) as varchar)
    || ' days after the last, same provider and procedure' as evidence,
    denied_amount as signal_amount,
    first_denied_date as signal_date,
    file_id,
    byte_offset,
    segment_ordinal
from {{ ref('int_denials_repeated') }}
where is_repeat
