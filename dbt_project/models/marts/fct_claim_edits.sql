{#- The hits of the rules library, with their words and how often that edit was right for that payer before. -#}
with hits as (

    select * from {{ ref('int_claim_edits') }}

),

edits as (

    select * from {{ ref('claim_edits') }}

),

measured as (

    select
        edit_id,
        payer_id,
        count(*) as answered_count,
        count(*) filter (where is_denied) as denied_count
    from hits
    where is_answered
    group by edit_id, payer_id

)

select
    hits.claim_edit_id,
    hits.claim_id,
    hits.payer_id,
    hits.edit_id,
    hits.reason,
    hits.severity,
    edits.words,
    edits.fix,
    edits.source,
    cast(hits.edit_version as integer) as edit_version,
    coalesce(measured.answered_count, 0) as answered_count,
    cast(measured.denied_count as double) / measured.answered_count as precision_rate,
    hits.is_answered,
    hits.is_denied,
    hits.submitted_date
from hits
inner join edits on hits.edit_id = edits.edit_id and hits.edit_version = edits.version
left join measured on hits.edit_id = measured.edit_id and hits.payer_id = measured.payer_id
