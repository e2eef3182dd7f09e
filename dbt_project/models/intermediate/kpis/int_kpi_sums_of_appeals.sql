{{ kpi_sums('int_kpi_appeals', ['K6', 'K9', 'K9-FULL'], quantiles={'K6-MEDIAN': 0.5, 'K6-P90': 0.9}) }}
