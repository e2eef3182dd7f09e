"""What Dagster shows: the assets, their checks, and what starts the job."""
