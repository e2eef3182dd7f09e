-- What should have a partner and has none, each kind with its reason.
with claims as (

    select * from {{ ref('fct_claims') }}

),

orphans as (

    select
        'answer_without_claim' as orphan_kind,
        claim_id as object_id,
        payer_id,
        'no 837 with this number was landed' as reason,
        file_id,
        byte_offset,
        segment_ordinal
    from claims
    where not is_submission_seen and remittance_count > 0

    union all

    select
        'claim_by_fhir_alone', claim_id, payer_id, 'a FHIR resource names it: no 837 and no 835', file_id, byte_offset,
        segment_ordinal
    from claims
    where not is_submission_seen and remittance_count = 0

    union all

    select orphan_kind, object_id, null, reason, file_id, byte_offset, line_number
    from {{ ref('int_orphans_of_feeds') }}

    union all

    select
        'claim_without_answer', claim_id, payer_id, 'no 835 decided it and its payer answers sooner', file_id,
        byte_offset, segment_ordinal
    from claims
    where is_submission_seen and not is_voided and not is_answered and is_answer_due

    union all

    select
        'line_without_claim_line', lines.claim_line_id, lines.payer_id, 'the 837 has no such line', lines.file_id,
        lines.byte_offset, lines.segment_ordinal
    from {{ ref('fct_claim_lines') }} as lines
    inner join claims on lines.claim_id = claims.claim_id
    where claims.is_submission_seen and not lines.is_submission_seen

    union all

    select
        'replacement_without_original', submissions.submitted_claim_id, submissions.payer_id,
        case
            when submissions.original_reference_number is null then 'frequency 7 or 8 names no number (REF F8)'
            else 'no answer carries the number that it names (REF F8)'
        end,
        submissions.file_id, submissions.byte_offset, submissions.segment_ordinal
    from {{ ref('int_submissions_sequenced') }} as submissions
    where submissions.frequency_code in ('7', '8') and submissions.submission_number = 1

    union all

    select
        'acknowledgement_without_claim', acknowledgements.claim_acknowledgement_id, null,
        'no 837 with this number was landed', acknowledgements.file_id, acknowledgements.byte_offset,
        acknowledgements.segment_ordinal
    from {{ ref('stg_x12__claim_acknowledgements') }} as acknowledgements
    left join claims on acknowledgements.patient_control_number = claims.patient_control_number
    where claims.claim_id is null

    union all

    select
        'authorization_without_claim', authorization_id, null, 'no claim carries its number', file_id, byte_offset,
        segment_ordinal
    from {{ ref('fct_authorizations') }}
    where authorization_number is not null and claim_count = 0

    union all

    select
        'claim_without_authorization', claims.claim_id, claims.payer_id, 'no 278 with the number that it carries',
        claims.file_id, claims.byte_offset, claims.segment_ordinal
    from claims
    left join {{ ref('fct_authorizations') }} as authorizations
        on claims.prior_authorization_number = authorizations.authorization_number
    where claims.prior_authorization_number is not null and authorizations.authorization_id is null

)

select * from orphans
