{{ kpi_sums('int_kpi_answers', ['K13', 'K1@2']) }}
