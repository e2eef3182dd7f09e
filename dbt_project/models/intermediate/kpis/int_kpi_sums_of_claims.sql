{{ kpi_sums('int_kpi_claims', ['K1', 'K1-FULL', 'K1-PARTIAL', 'K2', 'K2-WHOLE', 'K11']) }}
