select * from read_csv('{{ env_var('OVERTURN_HOME') }}/world/quarantined.csv', columns = {'file_id': 'bigint'})
