with source as (

    {{ optional_source('work_touches', {
        'touch_id': 'varchar',
        'denial_id': 'varchar',
        'actor_kind': 'varchar',
        'minutes': 'decimal(18, 2)',
        'worked_date': 'date'
    }) }}

)

select * from source
