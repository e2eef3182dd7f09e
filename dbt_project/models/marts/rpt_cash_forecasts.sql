-- Cash expected on claims sent: charges by payer and age, times what charges of that payer and age brought before.
-- A forecast uses only what was known on its day; the interval is how far the forecasts before it were off.
with runoffs as (

    select * from {{ ref('int_cash_runoffs') }}

),

rates as (

    select
        forecasts.as_of_date,
        forecasts.horizon_days,
        forecasts.payer_id,
        forecasts.age_span,
        forecasts.charge_amount,
        sum(known.paid_amount) / nullif(sum(known.charge_amount), 0) as paid_rate
    from runoffs as forecasts
    left join runoffs as known
        on
            forecasts.payer_id = known.payer_id
            and forecasts.age_span = known.age_span
            and forecasts.horizon_days = known.horizon_days
            and known.as_of_date + known.horizon_days <= forecasts.as_of_date
            and known.as_of_date + known.horizon_days > forecasts.as_of_date - 365
    group by
        forecasts.as_of_date, forecasts.horizon_days, forecasts.payer_id, forecasts.age_span, forecasts.charge_amount

),

expected as (

    select
        as_of_date,
        horizon_days,
        sum(charge_amount * coalesce(paid_rate, 0)) as expected_amount,
        sum(charge_amount) filter (where paid_rate is null) as unknown_charge_amount,
        sum(charge_amount) as charge_amount
    from rates
    group by as_of_date, horizon_days

),

received as (

    select
        as_of_date,
        horizon_days,
        -- A horizon that reaches beyond the data is empty in every row of the day.
        sum(paid_amount) as received_amount
    from runoffs
    group by as_of_date, horizon_days

),

judged as (

    select
        expected.*,
        received.received_amount,
        received.received_amount / nullif(expected.expected_amount, 0) as received_ratio
    from expected
    inner join received
        on expected.as_of_date = received.as_of_date and expected.horizon_days = received.horizon_days
    -- A day whose ages were mostly never seen before has no forecast.
    where coalesce(expected.unknown_charge_amount, 0) <= 0.05 * expected.charge_amount

)

select
    judged.horizon_days,
    cast(count(past.received_ratio) as bigint) as judged_count,
    cast(judged.expected_amount as decimal(18, 2)) as expected_amount,
    case
        when count(past.received_ratio) >= 6
            then cast(judged.expected_amount * quantile_cont(past.received_ratio, 0.1) as decimal(18, 2))
    end as low_amount,
    case
        when count(past.received_ratio) >= 6
            then cast(judged.expected_amount * quantile_cont(past.received_ratio, 0.9) as decimal(18, 2))
    end as high_amount,
    cast(judged.received_amount as decimal(18, 2)) as received_amount,
    judged.as_of_date = max(judged.as_of_date) over () as is_current,
    judged.as_of_date
from judged
left join judged as past
    on judged.horizon_days = past.horizon_days and past.as_of_date + past.horizon_days <= judged.as_of_date
group by judged.horizon_days, judged.expected_amount, judged.received_amount, judged.as_of_date
