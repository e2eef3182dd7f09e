-- Whether a visit is covered and authorized on its day: what eligibility and authorization work needs before a bill.
with visits as (

    select * from {{ ref('stg_ehr__visits') }}

),

coverages as (

    select
        visits.visit_id,
        coverages.*,
        visits.visit_date >= coalesce(coverages.effective_date, visits.visit_date)
        and visits.visit_date <= coalesce(coverages.termination_date, visits.visit_date) as is_valid
    from visits
    inner join {{ ref('stg_ehr__coverages') }} as coverages on visits.patient_id = coverages.patient_id
    qualify row_number() over (
        partition by visits.visit_id
        order by is_valid desc, coverages.filing_order, coverages.effective_date desc, coverages.coverage_key
    ) = 1

),

referrals as (

    select
        visits.visit_id,
        referrals.*,
        visits.visit_date <= coalesce(referrals.expiry_date, visits.visit_date) as is_valid
    from visits
    inner join {{ ref('stg_ehr__referrals') }} as referrals
        on
            visits.patient_id = referrals.patient_id
            and visits.provider_npi = coalesce(referrals.provider_npi, visits.provider_npi)
            and visits.visit_date >= coalesce(referrals.start_date, visits.visit_date)
    qualify row_number() over (
        partition by visits.visit_id
        order by
            is_valid desc, referrals.referral_status = 'authorized' desc, referrals.start_date desc,
            referrals.referral_id
    ) = 1

),

claims as (

    select
        accounts.account_id,
        named.claim_id
    from {{ ref('stg_ehr__accounts') }} as accounts
    inner join {{ ref('int_claims_by_control_number') }} as named
        on accounts.patient_control_number = named.patient_control_number

)

select
    visits.visit_id,
    claims.claim_id,
    coalesce(case when coverages.is_valid then coverages.payer_id end, 'UNKNOWN') as payer_id,
    case when coverages.is_valid then coverages.coverage_id end as coverage_id,
    referrals.referral_id,
    referrals.authorization_number,
    visits.provider_npi,
    visits.department_name,
    visits.procedure_code,
    visits.visit_status,
    case when coverages.visit_id is null then 'unknown' when coverages.is_valid then 'covered' else 'lapsed' end
        as coverage_status,
    case
        when referrals.visit_id is null then 'none'
        when referrals.is_valid then referrals.referral_status
        else 'expired'
    end as referral_status,
    coalesce(coverages.has_other_coverage, false) as has_other_coverage,
    visits.visit_date,
    coverages.termination_date as coverage_end_date,
    referrals.expiry_date as authorization_end_date,
    visits.file_id,
    visits.byte_offset,
    cast(visits.line_number as integer) as segment_ordinal
from visits
left join coverages on visits.visit_id = coverages.visit_id
left join referrals on visits.visit_id = referrals.visit_id
left join claims on visits.account_id = claims.account_id
