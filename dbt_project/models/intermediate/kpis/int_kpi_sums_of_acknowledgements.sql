{{ kpi_sums('int_kpi_acknowledgements', ['K12', 'K12@2']) }}
