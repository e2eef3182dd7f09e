{{ kpi_sums('int_kpi_denials', ['K7-OPEN', 'K8', 'K8-USD', 'K10', 'K22']) }}
