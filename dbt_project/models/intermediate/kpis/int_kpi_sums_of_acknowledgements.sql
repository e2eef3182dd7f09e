{{ kpi_sums('int_kpi_acknowledgements', ['K12']) }}
