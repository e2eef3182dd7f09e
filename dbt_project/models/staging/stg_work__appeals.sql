with source as (

    {{ optional_source('work_appeals', {
        'appeal_id': 'varchar',
        'denial_id': 'varchar',
        'outcome': 'varchar',
        'level': 'integer',
        'recovered_amount': 'decimal(18, 2)',
        'filed_date': 'date',
        'decided_date': 'date'
    }) }}

)

select * from source
