-- R9: a replacement or void (frequency 7 or 8) that names the payer's number of an earlier claim continues its lineage.
-- A number is its payer's own; where the payer is written otherwise in the answer, a number that is alone is believed.
with recursive own_keys as (

    select own_key from {{ ref('int_submissions_identified') }}
    union
    select own_key from {{ ref('int_remittances_keyed') }}

),

payer_numbers as (

    select
        payer_id,
        payer_claim_control_number,
        min(own_key) as own_key
    from {{ ref('int_remittances_keyed') }}
    where payer_claim_control_number is not null
    group by payer_id, payer_claim_control_number
    having count(distinct own_key) = 1

),

lone_numbers as (

    select
        payer_claim_control_number,
        min(own_key) as own_key
    from {{ ref('int_remittances_keyed') }}
    where payer_claim_control_number is not null
    group by payer_claim_control_number
    having count(distinct own_key) = 1

),

links as (

    select
        submissions.own_key as child_key,
        min(coalesce(payer_numbers.own_key, lone_numbers.own_key)) as parent_key
    from {{ ref('int_submissions_identified') }} as submissions
    left join payer_numbers
        on
            submissions.original_reference_number = payer_numbers.payer_claim_control_number
            and submissions.payer_id = payer_numbers.payer_id
    left join lone_numbers on submissions.original_reference_number = lone_numbers.payer_claim_control_number
    where
        submissions.frequency_code in ('7', '8')
        and submissions.own_key <> coalesce(payer_numbers.own_key, lone_numbers.own_key)
    group by submissions.own_key

),

chain as (

    select
        child_key,
        parent_key as root_key,
        1 as depth
    from links
    union all
    select
        chain.child_key,
        links.parent_key as root_key,
        chain.depth + 1 as depth
    from chain
    inner join links on chain.root_key = links.child_key
    where chain.depth < 20

),

roots as (

    select
        child_key,
        max_by(root_key, depth) as root_key
    from chain
    group by child_key

),

resolved as (

    select
        own_keys.own_key,
        coalesce(roots.root_key, own_keys.own_key) as claim_id
    from own_keys
    left join roots on own_keys.own_key = roots.child_key

)

select * from resolved
