select * from read_csv(
    '{{ env_var('OVERTURN_HOME') }}/world/submissions.csv',
    columns = {'file_id': 'bigint', 'claim_id': 'varchar', 'payer_id': 'varchar', 'charge_amount': 'decimal(18, 2)', 'submitted_date': 'date'}
)
