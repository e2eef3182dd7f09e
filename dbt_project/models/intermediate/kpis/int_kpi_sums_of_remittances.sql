{{ kpi_sums('int_kpi_remittances', ['K3', 'K4']) }}
