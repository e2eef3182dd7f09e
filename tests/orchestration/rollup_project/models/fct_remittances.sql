select *, false as is_duplicate from read_csv(
    '{{ env_var('OVERTURN_HOME') }}/world/remittances.csv',
    columns = {
        'file_id': 'bigint', 'claim_id': 'varchar', 'payer_id': 'varchar', 'paid_amount': 'decimal(18, 2)',
        'is_reversal': 'boolean', 'remitted_date': 'date'
    }
)
