-- R18, R19: a DRG paid below the one billed, or CARC 186: coding where the payer regrouped, clinical where it cites
-- necessity or level of care (CARC 50, 55, 56, 150 to 154, 186).
with remittances as (

    select
        remittances.remittance_id,
        remittances.claim_id,
        remittances.payer_id,
        remittances.charge_amount,
        remittances.paid_amount,
        remittances.remitted_date,
        remittances.file_id,
        remittances.byte_offset,
        remittances.segment_ordinal,
        answered.drg_code as paid_drg_code,
        claims.drg_code as billed_drg_code
    from {{ ref('fct_remittances') }} as remittances
    inner join {{ ref('stg_x12__remittances') }} as answered on remittances.remittance_id = answered.remittance_id
    inner join {{ ref('fct_claims') }} as claims on remittances.claim_id = claims.claim_id
    where not remittances.is_duplicate and not remittances.is_reversal

),

reasons as (

    select
        remittance_id,
        sum(adjustment_amount) filter (where is_denial or carc = '186') as adjustment_amount,
        bool_or(carc = '186') as is_level_of_care_changed,
        bool_or(carc in ('50', '55', '56', '150', '151', '152', '153', '154', '186')) as is_clinical
    from {{ ref('fct_adjustments') }}
    group by remittance_id

)

select
    'drg_downgrade' as signal_kind,
    remittances.remittance_id as subject_id,
    remittances.claim_id,
    remittances.payer_id,
    case when coalesce(reasons.is_clinical, false) then 'clinical: ' else 'coding: ' end
    || 'billed DRG ' || coalesce(remittances.billed_drg_code, 'none') || ', paid DRG '
    || coalesce(remittances.paid_drg_code, 'none')
    || case when coalesce(reasons.is_level_of_care_changed, false) then ', CARC 186' else '' end as evidence,
    coalesce(reasons.adjustment_amount, 0) as signal_amount,
    remittances.remitted_date as signal_date,
    remittances.file_id,
    remittances.byte_offset,
    remittances.segment_ordinal
from remittances
left join reasons on remittances.remittance_id = reasons.remittance_id
where
    coalesce(reasons.is_level_of_care_changed, false)
    or remittances.billed_drg_code <> remittances.paid_drg_code
