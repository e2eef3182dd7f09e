{{ config(materialized='view') }}
with definitions as (

    select * from {{ ref('kpi_definitions') }}
    where status = 'current'

),

concentrated as (

    select
        cells.period_grain,
        denials.*,
        case when cells.is_top_five then denials.denied_amount else 0 end as numerator
    from {{ ref('fct_denials') }} as denials
    inner join {{ ref('int_concentration_cells') }} as cells
        on
            denials.payer_id = cells.payer_id
            and denials.carc = cells.carc
            and cells.slice_dimension is null
            and cells.period_start
            is not distinct from {{ period_start('cells.period_grain', 'denials.first_denied_date') }}

),

united as (

    select
        kpi_id,
        definition_version,
        cast(null as varchar) as period_grain,
        claim_id,
        denial_id,
        remittance_id,
        {{ kpi_dimensions() }},
        file_id,
        byte_offset,
        segment_ordinal,
        numerator,
        denominator,
        is_answer_due,
        period_date
    from {{ ref('int_kpi_rows') }}

    union all

    select
        'K23' as kpi_id,
        1 as definition_version,
        period_grain,
        claim_id,
        denial_id,
        remittance_id,
        payer_id,
        line_of_business,
        facility_code,
        service_line,
        category as denial_category,
        rendering_provider_id as provider_id,
        file_id,
        byte_offset,
        segment_ordinal,
        numerator,
        denied_amount as denominator,
        true as is_answer_due,
        first_denied_date as period_date
    from concentrated

)

select
    united.kpi_id,
    united.period_grain,
    united.claim_id,
    united.denial_id,
    united.remittance_id,
    united.payer_id,
    united.line_of_business,
    united.facility_code,
    united.service_line,
    united.denial_category,
    united.provider_id,
    united.file_id,
    united.byte_offset,
    united.segment_ordinal,
    cast(united.numerator as decimal(38, 4)) as numerator,
    cast(united.denominator as decimal(38, 4)) as denominator,
    united.is_answer_due,
    united.period_date
from united
inner join definitions
    on united.kpi_id = definitions.kpi_id and united.definition_version = definitions.definition_version
