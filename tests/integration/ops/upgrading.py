"""Brings kept databases to this release, one after the other, and tells what became of each, as JSON.

`python -m tests.integration.ops.upgrading MOST HOW_MANY` on a data folder that has its styles. The code is loaded once
and forked for each database. The oldest comes by way of a backup that is restored, the others as an operator
upgrades: `apercu setup`. The oldest HOW_MANY are taken; pages are asked for
up to MOST of a kind.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

from tests.processes import was_killed
from tests.samples import upgrades

# What follows from the code rather than from what people wrote; rights of Wagtail's own groups, which `setup` takes
# away while nobody is in them.
OF_THE_CODE = (
    "auth_group", "auth_permission", "django_content_type", "django_migrations", "sqlite_", "wagtailcore_group",
    "wagtailsearch_", "wagtailcore_workflow", "wagtailcore_task",
)  # fmt: skip

Rows = dict[str, dict[str, list[Any]]]  # of each table, the values of each column by the place of its row


def main(most: int, how_many: int) -> None:
    """Print what became of each."""
    django.setup()
    told = {}
    for number, packed in enumerate(upgrades.kept()[:how_many]):
        upgrades.unpack(packed, settings.DATA / "apercu.sqlite3")
        told[packed.name.partition(".")[0]] = _in_a_process(lambda n=number: _upgrade(most, n == 0))  # type: ignore[misc]
        for left in settings.DATA.glob("apercu.sqlite3*"):
            left.unlink()
    json.dump(told, sys.stdout)


def _in_a_process(work: Callable[[], Any]) -> Any:
    told = settings.DATA / "told.json"
    told.unlink(missing_ok=True)
    assert not was_killed(lambda: told.write_text(json.dumps(work())))
    return json.loads(told.read_text())


def _upgrade(most: int, by_restoring: bool) -> Any:
    from tests.integration.ops.contents import rows_of
    from tests.integration.ops.crawling import crawl

    database = settings.DATA / "apercu.sqlite3"
    before = _columns_of(database)
    if by_restoring:
        _restore_a_backup()
    _set_up()
    after = _columns_of(database)
    once = rows_of(database)
    _set_up()
    return {
        "lost": [lost for table, rows in before.items() for lost in _lost(table, rows, after.get(table, {}))],
        "summaries": len(before["content_summary"]["title"]),
        "changed by a second setup": [t for t, rows in rows_of(database).items() if rows != once[t]],
        "statuses": {page: status for page, (status, _hash) in crawl(most).items()},
    }


def _restore_a_backup() -> None:
    from django.utils import timezone

    from apercu.ops.backup import making, restoring

    backup, _made = making.make(folder=settings.DATA / "backups", at=timezone.now())
    restored = restoring.restore(backup, replace=True, at=timezone.now())
    assert restored.migrated
    assert restored.aside is not None
    shutil.rmtree(restored.aside)


def _set_up() -> None:
    from django.db import connection

    call_command("setup", no_sample=True, verbosity=0, stdout=sys.stderr)
    connection.close()


def _columns_of(database: Path) -> Rows:
    with closing(sqlite3.connect(database)) as asked:
        asked.row_factory = sqlite3.Row
        tables = [name for (name,) in asked.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found: Rows = {}
        for table in tables:
            if not table.startswith(OF_THE_CODE):
                rows = asked.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall()
                names = [row[1] for row in asked.execute(f'PRAGMA table_info("{table}")')]
                found[table] = {name: [row[name] for row in rows] for name in names}
        return found


def _lost(table: str, before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    """The rows of a table that are not there any more as they were, in the columns that still are.

    What was empty may have been filled: topics get the words that an earlier release did not know.
    """
    common = [name for name in before if name in after]
    if not common:
        return [f"{table}: gone"] if any(before.values()) else []
    rows = list(zip(*(before[name] for name in common), strict=True))
    now = {repr(row[0]): row for row in zip(*(after[name] for name in common), strict=True)}
    return [f"{table}: {row!r:.200}" for row in rows if not _is_there(row, now.get(repr(row[0])))]


def _is_there(row: tuple[Any, ...], now: tuple[Any, ...] | None) -> bool:
    if now is None:
        return False
    return all(value == other or value in (None, "", "[]", 0) for value, other in zip(row, now, strict=True))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
