"""dbt's door to the lake: loads DuckDB's extensions from the installed wheels before dbt attaches the catalogue."""

from __future__ import annotations

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin

from interchange.lake import load_extensions


class Plugin(BasePlugin):
    """Named in ``dbt_project/profiles.yml``: dbt-duckdb calls it on each new connection, before ATTACH."""

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        """Loads the extensions; nothing is fetched."""
        load_extensions(conn)
