-- R9's lineage across feeds: a claim that comes by file and as a FHIR resource is one claim. Without the provider's NPI
-- its number must be one claim's alone; a number of several claims names none of them.
with resources as (

    select * from {{ ref('stg_fhir__claims') }}
    where use = 'claim' and patient_control_number is not null and coalesce(status, 'active') <> 'entered-in-error'

),

known as (

    select
        patient_control_number,
        own_key
    from {{ ref('int_submissions_identified') }}

    union

    select
        patient_control_number,
        own_key
    from {{ ref('int_remittances_keyed') }}

),

lone as (

    select
        patient_control_number,
        min(own_key) as own_key,
        count(distinct own_key) as claim_count
    from known
    group by patient_control_number

),

keyed as (

    select
        resources.*,
        coalesce(
            exact.own_key,
            case when lone.claim_count = 1 and resources.billing_npi is null then lone.own_key end,
            case
                when lone.claim_count is null or resources.billing_npi is not null
                    then {{ claim_key('resources.billing_npi', 'resources.patient_control_number') }}
            end
        ) as own_key
    from resources
    left join known as exact
        on
            resources.patient_control_number = exact.patient_control_number
            and {{ claim_key('resources.billing_npi', 'resources.patient_control_number') }} = exact.own_key
    left join lone on resources.patient_control_number = lone.patient_control_number

)

select
    keyed.own_key,
    keyed.resource_id,
    case when known.own_key is null then 'fhir_alone' else 'by_file' end as match,
    keyed.patient_control_number
from keyed
left join known
    on keyed.own_key = known.own_key and keyed.patient_control_number = known.patient_control_number
where keyed.own_key is not null
qualify row_number() over (
    partition by keyed.own_key order by keyed.created_date desc nulls last, keyed.resource_id desc
) = 1
