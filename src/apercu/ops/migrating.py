"""Whether the database has the shape this release needs."""

from __future__ import annotations

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor


def missing(database: BaseDatabaseWrapper | None = None) -> int:
    """How many migrations of this release are not in the database (the site's, unless another is named)."""
    executor = MigrationExecutor(database or connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
