-- A payer's published prior-authorization metrics beside what we saw of claims that carried or lacked an authorization.
with published as (

    select * from {{ ref('payer_published_metrics') }}

),

seen as (

    select
        claims.payer_id,
        cast(extract(year from claims.submitted_date) as integer) as reporting_year,
        count(*) as claim_count,
        count(*) filter (where claims.is_denied and claims.denial_category = 'Authorization & Referral')
            as authorization_denied_count,
        count(*) filter (where claims.is_approved_but_denied) as approved_but_denied_count,
        count(*) filter (where claims.is_overturned and claims.denial_category = 'Authorization & Referral')
            as authorization_overturned_count
    from {{ ref('int_payer_claims') }} as claims
    where claims.is_answer_due
    group by 1, 2

),

years as (

    select payer_id, reporting_year from published
    union
    select payer_id, reporting_year from seen

)

select
    years.payer_id,
    coalesce(published.plan_name, 'Not published') as plan_name,
    published.status as published_status,
    published.source as published_source,
    years.reporting_year,
    cast(coalesce(seen.claim_count, 0) as bigint) as claim_count,
    cast(coalesce(seen.authorization_denied_count, 0) as bigint) as authorization_denied_count,
    cast(coalesce(seen.approved_but_denied_count, 0) as bigint) as approved_but_denied_count,
    cast(coalesce(seen.authorization_overturned_count, 0) as bigint) as authorization_overturned_count,
    {{ share('seen.authorization_denied_count', 'seen.claim_count') }} as authorization_denial_rate,
    {{ share('seen.authorization_overturned_count', 'seen.authorization_denied_count') }}
        as authorization_overturn_rate,
    cast(published.standard_approved_share as double) as standard_approved_share,
    cast(published.standard_denied_share as double) as standard_denied_share,
    cast(published.standard_approved_after_appeal_share as double) as standard_approved_after_appeal_share,
    cast(published.extended_approved_share as double) as extended_approved_share,
    cast(published.expedited_approved_share as double) as expedited_approved_share,
    cast(published.expedited_denied_share as double) as expedited_denied_share,
    cast(published.standard_mean_hours as double) as standard_mean_hours,
    cast(published.standard_median_hours as double) as standard_median_hours,
    cast(published.expedited_mean_hours as double) as expedited_mean_hours,
    cast(published.expedited_median_hours as double) as expedited_median_hours
from years
left join published on years.payer_id = published.payer_id and years.reporting_year = published.reporting_year
left join seen on years.payer_id = seen.payer_id and years.reporting_year = seen.reporting_year
