{#- Every edit of the rules library that a claim hits, by the edition in force on its day of service. -#}
with claims as ( -- noqa: disable=LT02

    select * from {{ ref('int_claims_at_submission') }}
    where is_submission_seen

),

histories as (

    select * from {{ ref('int_claim_histories') }}

),

edits as (

    select * from {{ ref('claim_edits') }}

),

feeds as (

    select count(*) > 0 as has_eligibility_answers from {{ ref('stg_x12__eligibility_answers') }}

)

select
    claims.claim_id || '|' || edits.edit_id as claim_edit_id,
    claims.claim_id,
    claims.payer_id,
    edits.edit_id,
    edits.version as edit_version,
    edits.reason,
    edits.severity,
    claims.is_answered,
    claims.is_denied,
    coalesce(claims.denial_reason = edits.reason, false) as is_denied_for_it,
    claims.submitted_date,
    claims.first_answered_date
from claims
inner join histories on claims.claim_id = histories.claim_id
inner join edits
    on
        edits.payer_id in ('*', claims.payer_id)
        and claims.service_from_date >= edits.effective_from
        and claims.service_from_date <= coalesce(edits.effective_to, cast('9999-12-31' as date))
cross join feeds
where
    case edits.check_name
        {%- for name, condition in edit_checks().items() %}
        when '{{ name }}' then {{ condition }}
        {%- endfor %}
        else false
    end
