"""The dashboards: Streamlit pages that read the published snapshot and nothing else."""
