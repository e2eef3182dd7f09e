"""What runs when: the command line, Dagster's assets, checks, schedules and sensors, and publishing."""
