-- What a payer has agreed to pay, in one shape: the landed contracts, and for a payer without one the seed's terms.
-- A landed price may be short by a hundredth before it is an underpayment: payers round each line.
with landed as (

    select * from {{ ref('stg_ehr__contracts') }}

),

united as (

    select
        contract_key as contract_term_id,
        payer_id,
        facility_npi,
        coalesce(drg_code, procedure_code, '*') as code,
        basis,
        charge_percent as rate,
        unit_amount,
        drg_weight,
        0.01 as tolerance_share,
        effective_date as valid_from,
        coalesce(end_date, date '9999-12-31') as valid_to
    from landed

    union all

    select
        contract_term_id,
        payer_id,
        null,
        coalesce(procedure_id, '*'),
        case basis when 'fixed_amount' then 'fee_schedule' else basis end,
        rate,
        fixed_amount,
        null,
        tolerance_share,
        valid_from,
        coalesce(valid_to, date '9999-12-31')
    from {{ ref('contract_terms') }}
    where payer_id not in (select landed.payer_id from landed)

)

select
    contract_term_id,
    payer_id,
    facility_npi,
    code,
    basis,
    cast(rate as decimal(9, 4)) as rate,
    cast(unit_amount as decimal(18, 2)) as unit_amount,
    cast(drg_weight as decimal(18, 4)) as drg_weight,
    cast(tolerance_share as decimal(9, 4)) as tolerance_share,
    valid_from,
    valid_to
from united
