-- noqa: disable=LT02
-- What each provider was by time: name, taxonomy on claims, department of most visits. Months are compared, so that a
-- day in another department is no change; what a month does not say stays as it was. A past fact finds its version.
with seen as (

    select
        claims.rendering_npi as provider_id,
        claims.rendering_last_name as provider_name,
        claims.rendering_taxonomy_code as taxonomy_code,
        cast(null as varchar) as department_name,
        submissions.submitted_date as seen_date
    from {{ ref('stg_x12__claims') }} as claims
    inner join {{ ref('stg_x12__submissions') }} as submissions on claims.submission_id = submissions.submission_id

    union all

    select
        billing.npi,
        billing.provider_name,
        billing.taxonomy_code,
        null,
        submissions.submitted_date
    from {{ ref('stg_x12__claims') }} as claims
    inner join {{ ref('stg_x12__submissions') }} as submissions on claims.submission_id = submissions.submission_id
    inner join {{ ref('stg_x12__billing_providers') }} as billing
        on claims.billing_provider_key = billing.billing_provider_key

    union all

    select provider_npi, null, null, department_name, visit_date
    from {{ ref('stg_ehr__visits') }}
    where provider_npi is not null

),

months as (

    select
        seen.provider_id,
        cast(date_trunc('month', seen.seen_date) as date) as month_start,
        {{ most_frequent('seen.provider_name') }} as provider_name,
        {{ most_frequent('seen.taxonomy_code') }} as taxonomy_code,
        {{ most_frequent('seen.department_name') }} as department_name
    from seen
    inner join {{ ref('dim_providers') }} as providers on seen.provider_id = providers.provider_id
    where seen.seen_date is not null
    group by seen.provider_id, month_start

),

carried as (

    select
        provider_id,
        month_start,
        {%- for column in ['provider_name', 'taxonomy_code', 'department_name'] %}
        last_value({{ column }} ignore nulls) over history as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from months
    window history as (partition by provider_id order by month_start)

),

described as (

    select
        *,
        concat_ws('|', coalesce(provider_name, ''), coalesce(taxonomy_code, ''), coalesce(department_name, ''))
            as description
    from carried

),

versions as (

    select * from described
    qualify description is distinct from lag(description) over (partition by provider_id order by month_start)

)

select
    provider_id || '|' || cast(month_start as varchar) as provider_version_id,
    provider_id,
    coalesce(provider_name, provider_id) as provider_name,
    taxonomy_code,
    department_name,
    lead(month_start) over (partition by provider_id order by month_start) is null as is_current,
    month_start as valid_from_date,
    cast(lead(month_start) over (partition by provider_id order by month_start) - interval 1 day as date)
        as valid_to_date
from versions
