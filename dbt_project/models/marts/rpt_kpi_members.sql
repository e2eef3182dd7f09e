with additive as (

    select
        kpi_id,
        cast(null as varchar) as period_grain,
        claim_id,
        denial_id,
        remittance_id,
        payer_id,
        provider_id,
        service_line,
        denial_category,
        file_id,
        byte_offset,
        segment_ordinal,
        numerator,
        denominator,
        is_answer_due,
        period_date
    from {{ ref('int_kpi_rows') }}

),

concentrated as (

    select
        'K23' as kpi_id,
        cells.period_grain,
        denials.claim_id,
        denials.denial_id,
        denials.remittance_id,
        denials.payer_id,
        denials.rendering_provider_id as provider_id,
        denials.service_line,
        denials.category as denial_category,
        denials.file_id,
        denials.byte_offset,
        denials.segment_ordinal,
        case when cells.is_top_five then denials.denied_amount else 0 end as numerator,
        denials.denied_amount as denominator,
        true as is_answer_due,
        denials.first_denied_date as period_date
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

    select * from additive
    union all
    select * from concentrated

)

select
    kpi_id,
    period_grain,
    claim_id,
    denial_id,
    remittance_id,
    payer_id,
    provider_id,
    service_line,
    denial_category,
    file_id,
    byte_offset,
    segment_ordinal,
    cast(numerator as decimal(38, 4)) as numerator,
    cast(denominator as decimal(38, 4)) as denominator,
    is_answer_due,
    period_date
from united
