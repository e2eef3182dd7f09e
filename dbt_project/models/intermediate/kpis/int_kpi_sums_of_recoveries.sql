{{ kpi_sums('int_kpi_recoveries', ['K21']) }}
