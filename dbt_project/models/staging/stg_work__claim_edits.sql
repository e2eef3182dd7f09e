with source as (

    {{ optional_source('work_claim_edits', {
        'claim_id': 'varchar',
        'is_passed': 'boolean',
        'manual_touch_count': 'integer',
        'accepted_date': 'date'
    }) }}

)

select * from source
