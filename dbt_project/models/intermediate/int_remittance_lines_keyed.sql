-- Each remitted line's place on its claim: by control number, else by content; a claim without lines is line '0'.
with remittances as (

    select * from {{ ref('int_remittances_sequenced') }}

),

lines as (

    select
        remittances.claim_id,
        lines.*,
        {{ line_content('lines.procedure_code', 'lines.revenue_code', 'lines.charge_amount') }} as content_key,
        row_number() over (
            partition by
                lines.remittance_id,
                {{ line_content('lines.procedure_code', 'lines.revenue_code', 'lines.charge_amount') }}
            order by lines.segment_ordinal
        ) as occurrence
    from {{ ref('stg_x12__remittance_lines') }} as lines
    inner join remittances on lines.remittance_id = remittances.remittance_id

),

by_control as (

    select
        claim_id,
        line_control_number,
        min(line_key) as line_key
    from {{ ref('int_claim_lines_submitted') }}
    where line_control_number is not null
    group by claim_id, line_control_number
    having count(distinct line_key) = 1

),

by_content as (

    select
        claim_id,
        content_key,
        occurrence,
        min(line_key) as line_key
    from {{ ref('int_claim_lines_submitted') }}
    group by claim_id, content_key, occurrence

),

keyed as (

    select
        lines.*,
        'line' as scope,
        coalesce(
            by_control.line_key,
            by_content.line_key,
            'R' || coalesce(lines.line_control_number, lines.content_key || '|' || cast(lines.occurrence as varchar))
        ) as line_key
    from lines
    left join by_control
        on lines.claim_id = by_control.claim_id and lines.line_control_number = by_control.line_control_number
    left join by_content
        on
            lines.claim_id = by_content.claim_id
            and lines.content_key = by_content.content_key
            and lines.occurrence = by_content.occurrence

),

lineless as (

    select
        remittances.*,
        'claim' as scope,
        '0' as line_key
    from remittances
    where remittances.remittance_id not in (select lines.remittance_id from lines)

),

united as (

    select
        remittance_line_id, remittance_id, claim_id, line_key, scope, file_id, byte_offset, segment_ordinal,
        procedure_code, revenue_code, modifier_1, modifier_2, modifier_3, modifier_4, units, charge_amount,
        paid_amount, allowed_amount, service_date
    from keyed
    union all
    select
        remittance_id as remittance_line_id, lineless.remittance_id, claim_id, line_key, scope, file_id, byte_offset,
        segment_ordinal,
        null, null, null, null, null, null, null, charge_amount, paid_amount, null, statement_from_date
    from lineless

)

select * from united
