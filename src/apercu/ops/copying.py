"""A whole database copied into another row by row, each row read back and compared.

For a site that moves from SQLite to PostgreSQL. What the desk's own search derives is left out and made anew;
the readers' search index is not in the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

SOURCE = "source"
AT_ONCE = 1_000  # rows
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 30},
}
_MADE_ANEW = frozenset({"wagtailsearch"})  # apps whose tables differ from one database to another

Say = Callable[[str], None]


class Differs(Exception):
    """A row that was read back is not what was written; the message names it."""


@dataclass(kw_only=True)
class Copied:
    """What was copied."""

    rows: dict[str, int] = field(default_factory=dict)  # by table
    without_nul: int = 0  # values that lost a sign PostgreSQL keeps in no text


@contextmanager
def source(path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A SQLite database beside the site's own, under a name of its own."""
    told = connections.configure_settings({**connections.settings, SOURCE: {**_SQLITE, "NAME": path}})
    connections.settings[SOURCE] = told[SOURCE]
    try:
        yield connections[SOURCE]
    finally:
        connections[SOURCE].close()
        del connections[SOURCE]
        del connections.settings[SOURCE]


def models() -> list[type[Model]]:
    """Every model that has rows to copy, tables between two others included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in _MADE_ANEW
    ]


def copy_all(*, target: BaseDatabaseWrapper, say: Say) -> Copied:
    """Replace everything in the target by what the source holds, in one transaction; nobody writes meanwhile.

    Raises Differs; and whatever the target refuses. Nothing is changed then.
    """
    copied = Copied()
    # The source's transaction takes its one write lock, so that nobody changes it while it is read.
    with transaction.atomic(using=SOURCE), transaction.atomic(using=target.alias):
        _empty(target)
        for model in models():
            table = model._meta.db_table
            copied.rows[table] = _copy(model, target, copied)
            say(f"{table}: {copied.rows[table]} rows")
        with target.cursor() as cursor:
            for statement in target.ops.sequence_reset_sql(no_style(), models()):
                cursor.execute(statement)
    return copied


def _empty(target: BaseDatabaseWrapper) -> None:
    """Take away what migrations wrote: the same rows come with the source, under their own numbers."""
    tables = ", ".join(target.ops.quote_name(model._meta.db_table) for model in models())
    with target.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} CASCADE")


def _copy(model: type[Model], target: BaseDatabaseWrapper, copied: Copied) -> int:
    fields = model._meta.local_concrete_fields
    names = [one.attname for one in fields]
    columns = ", ".join(target.ops.quote_name(str(one.column)) for one in fields)
    places = ", ".join(["%s"] * len(fields))
    table = target.ops.quote_name(model._meta.db_table)
    insert = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 names of our own models
    number = 0
    rows = model._base_manager.using(SOURCE).order_by("pk").values_list(*names)
    for some in _in_parts(rows.iterator(chunk_size=AT_ONCE)):
        clean = [[_without_nul(value, copied) for value in row] for row in some]
        with target.cursor() as cursor:
            cursor.executemany(insert, [_as_stored(fields, row, target) for row in clean])
        _compare(model, names, clean, target)
        number += len(clean)
    return number


def _as_stored(fields: Any, row: list[Any], target: BaseDatabaseWrapper) -> list[Any]:
    return [one.get_db_prep_save(value, connection=target) for one, value in zip(fields, row, strict=True)]


def _compare(
    model: type[Model], names: list[str], rows: list[list[Any]], target: BaseDatabaseWrapper
) -> None:
    key: Field[Any, Any] = model._meta.pk
    place = names.index(key.attname)
    written = {row[place]: row for row in rows}
    # No order: one by a column of another table would join that, and it may not be copied yet.
    found = model._base_manager.using(target.alias).order_by().filter(pk__in=list(written))
    there = {row[place]: list(row) for row in found.values_list(*names)}
    for number, row in written.items():
        if there.get(number) != row:
            raise Differs(f"The row {number} of {model._meta.db_table} was not copied as it is.")


def _without_nul(value: Any, copied: Copied) -> Any:
    """The value without the one sign that PostgreSQL refuses in a text, inside of JSON too."""
    if isinstance(value, str):
        if "\0" not in value:
            return value
        copied.without_nul += 1
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_without_nul(one, copied) for one in value]
    if isinstance(value, dict):
        return {_without_nul(name, copied): _without_nul(one, copied) for name, one in value.items()}
    return value


def _in_parts(rows: Iterator[Any]) -> Iterator[list[Any]]:
    some: list[Any] = []
    for row in rows:
        some.append(row)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some
