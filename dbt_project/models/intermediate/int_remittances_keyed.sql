with remittances as (

    select * from {{ ref('stg_x12__remittances') }}

),

payments as (

    select * from {{ ref('stg_x12__payments') }}

),

submitted as (

    select
        patient_control_number,
        count(distinct billing_npi) as npi_count,
        min(billing_npi) as any_npi,
        count(*) filter (where billing_npi is null) as nameless_count
    from {{ ref('int_submissions_identified') }}
    group by patient_control_number

),

submitted_keys as (

    select distinct own_key from {{ ref('int_submissions_identified') }}

),

joined as (

    select
        remittances.*,
        payments.payer_id,
        payments.payer_name,
        payments.payee_npi,
        payments.payee_name,
        payments.trace_number,
        payments.remitted_date,
        sets.sent_stamp,
        sets.interchange_control_number,
        submitted.any_npi as submitted_npi,
        coalesce(submitted.npi_count, 0) as submitted_npi_count,
        coalesce(submitted.nameless_count, 0) as nameless_count,
        submitted_keys.own_key is not null as is_key_submitted
    from remittances
    inner join payments on remittances.payment_id = payments.payment_id
    left join {{ ref('int_sets_placed') }} as sets on remittances.payment_id = sets.set_id
    left join submitted on remittances.patient_control_number = submitted.patient_control_number
    left join submitted_keys
        on {{ claim_key('payments.payee_npi', 'remittances.patient_control_number') }} = submitted_keys.own_key

),

keyed as (

    select
        *,
        case
            when is_key_submitted then {{ claim_key('payee_npi', 'patient_control_number') }}
            when payee_npi is null and submitted_npi_count = 1
                then {{ claim_key('submitted_npi', 'patient_control_number') }}
            when nameless_count > 0 then patient_control_number
            else {{ claim_key('payee_npi', 'patient_control_number') }}
        end as own_key
    from joined

)

select * from keyed
