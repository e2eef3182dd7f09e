{{ kpi_sums('int_kpi_deadlines', ['K20']) }}
