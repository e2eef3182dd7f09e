{{ kpi_sums(
    'int_kpi_resolutions', ['K7', 'K18', 'K18-AUTO', 'K18-MANUAL', 'K19'],
    quantiles={'K7-MEDIAN': 0.5, 'K7-P90': 0.9}
) }}
