select
    cast(file_id as bigint) as file_id, cast(batch_id as bigint) as batch_id, 'loaded' as file_status
from read_csv('{{ env_var('OVERTURN_HOME') }}/world/files.csv')
