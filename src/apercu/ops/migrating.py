"""Whether the database has the shape this release needs."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def missing() -> int:
    """How many migrations of this release are not in the database."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
