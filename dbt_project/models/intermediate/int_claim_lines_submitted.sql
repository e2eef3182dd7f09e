-- A line keeps its number through replacements; its attributes are those of the first submission that carried it.
with lines as (

    select * from {{ ref('stg_x12__claim_lines') }}

),

submissions as (

    select * from {{ ref('int_submissions_sequenced') }}

),

diagnoses as (

    select * from {{ ref('stg_x12__codes') }}
    where qualifier in ('ABK', 'ABF', 'BK', 'BF')

),

keyed as (

    select
        submissions.claim_id,
        submissions.submission_number,
        lines.*,
        lines.line_number as line_key,
        coalesce(diagnoses.code, submissions.principal_diagnosis_code) as diagnosis_code,
        {{ line_content('lines.procedure_code', 'lines.revenue_code', 'lines.charge_amount') }} as content_key
    from lines
    inner join submissions on lines.submitted_claim_id = submissions.submitted_claim_id
    left join diagnoses
        on
            lines.submitted_claim_id = diagnoses.submitted_claim_id
            and lines.diagnosis_pointer_1 = cast(diagnoses.code_number as varchar)

),

numbered as (

    select
        *,
        row_number() over (
            partition by submitted_claim_id, content_key
            order by segment_ordinal
        ) as occurrence,
        row_number() over (
            partition by claim_id, line_key
            order by submission_number, segment_ordinal
        ) as line_version,
        row_number() over (
            partition by claim_id
            order by submission_number, segment_ordinal
        ) as line_rank
    from keyed

)

select * from numbered
