-- Rows of the site's own logs, and FHIR resources, that have no partner among claims and denials, with the reason.
with claims as (

    select * from {{ ref('int_claims_by_control_number') }}

),

logged as (

    select
        'appeal' as kind, appeal_id as object_id, patient_control_number, file_id, byte_offset, line_number,
        appeal_id in (select matched.appeal_id from {{ ref('int_appeals_matched') }} as matched) as is_matched
    from {{ ref('stg_work__appeals') }}

    union all

    select
        'work', touch_id, patient_control_number, file_id, byte_offset, line_number,
        touch_id in (select matched.touch_id from {{ ref('int_touches_matched') }} as matched)
    from {{ ref('stg_work__touches') }}

    union all

    select 'edit', claim_edit_id, patient_control_number, file_id, byte_offset, line_number, true
    from {{ ref('stg_work__claim_edits') }}

    union all

    select 'account', account_id, patient_control_number, file_id, byte_offset, line_number, true
    from {{ ref('stg_ehr__accounts') }}

    union all

    select 'write_off', write_off_id, patient_control_number, file_id, byte_offset, line_number, true
    from {{ ref('stg_ehr__write_offs') }}

),

orphans as (

    select
        logged.kind || case when claims.claim_id is null then '_without_claim' else '_without_denial' end
            as orphan_kind,
        logged.object_id,
        case
            when claims.claim_count > 1 then 'several claims carry its number'
            when claims.claim_id is null then 'no claim carries its number'
            else 'its claim had no denial on its day'
        end as reason,
        logged.file_id,
        logged.byte_offset,
        logged.line_number
    from logged
    left join claims on logged.patient_control_number = claims.patient_control_number
    where claims.claim_id is null or not logged.is_matched

    union all

    select
        'response_without_claim',
        responses.response_key,
        case
            when coalesce(responses.request_id, responses.patient_control_number) is null
                then 'it names neither a claim nor a control number'
            else 'no claim is named as it says'
        end,
        responses.file_id,
        responses.byte_offset,
        responses.line_number
    from {{ ref('stg_fhir__claim_responses') }} as responses
    left join {{ ref('stg_fhir__claims') }} as requests on responses.request_id = requests.resource_id
    left join claims
        on coalesce(responses.patient_control_number, requests.patient_control_number) = claims.patient_control_number
    where responses.use = 'claim' and claims.claim_id is null

)

select * from orphans
