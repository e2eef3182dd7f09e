{{ kpi_sums('int_kpi_finance', ['K5', 'K14', 'K15', 'K16', 'K16-CASH', 'K17', 'K17-DNFB']) }}
