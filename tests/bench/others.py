"""The same searches by others, over the same records: SQLite's full text search, and Wagtail's."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.db.models import Count
from modelsearch.backends import get_search_backend
from modelsearch.index import SearchField

from apercu.content.models import Summary
from apercu.sources.cleaning import text_of
from tests.relevance import about, everything

_COUNTS = {
    "topics": (
        "SELECT t.topic_id, count(*) FROM found CROSS JOIN content_summary_topics t ON t.summary_id = found.rowid "
        "WHERE found MATCH ?1 GROUP BY 1"
    ),
    "types": (
        "SELECT t.researchtype_id, count(*) FROM found CROSS JOIN content_summary_types t "
        "ON t.summary_id = found.rowid WHERE found MATCH ?1 GROUP BY 1"
    ),
    "years": (
        "SELECT strftime('%Y', d.month), count(*) FROM found CROSS JOIN content_summary s ON s.id = found.rowid "
        "CROSS JOIN content_digest d ON d.id = s.digest_id WHERE found MATCH ?1 GROUP BY 1"
    ),
}
_BEST = (
    "SELECT rowid, snippet(found, 3, '', '', '', 40) FROM found WHERE found MATCH ?1 "
    "ORDER BY bm25(found, 3, 2, 1, 1, 1) LIMIT 20"
)


def fts5(folder: Path) -> Callable[[str], int]:
    """SQLite FTS5 with stems, weights and passages, and the three facets counted in SQL; beside our own tables."""
    database = sqlite3.connect(folder / "fts5.sqlite3", isolation_level=None)
    database.execute("ATTACH ? AS site", [str(connection.settings_dict["NAME"])])
    database.execute(
        "CREATE VIRTUAL TABLE found USING fts5(title, gist, implications, body, about, "
        "tokenize='porter unicode61 remove_diacritics 2')"
    )
    database.execute("BEGIN")
    for record in everything().iterator(chunk_size=200):
        texts = (record.title, record.gist, text_of(record.implications), text_of(record.body), about(record))
        database.execute(
            "INSERT INTO found(rowid, title, gist, implications, body, about) VALUES (?, ?, ?, ?, ?, ?)",
            (record.pk, *texts),
        )
    database.execute("COMMIT")
    database.execute("INSERT INTO found(found) VALUES ('optimize')")

    def search(text: str) -> int:
        asked = " ".join(f'"{word}"' for word in text.split())
        database.execute(_BEST, [asked]).fetchall()
        for query in _COUNTS.values():
            database.execute(query, [asked]).fetchall()
        return int(database.execute("SELECT count(*) FROM found WHERE found MATCH ?1", [asked]).fetchone()[0])

    return search


def wagtail() -> Callable[[str], int]:
    """Wagtail's database search given the same texts: the best 20, the total, and both facets counted."""
    fields = [
        *Summary.search_fields,
        SearchField("implications"),
        SearchField("body"),
        SearchField("about_it"),
    ]
    backend: Any = get_search_backend()
    keys = list(Summary.objects.public().order_by("pk").values_list("pk", flat=True))
    with (
        patch.object(Summary, "search_fields", fields),
        patch.object(Summary, "about_it", property(about), create=True),
    ):
        for start in range(0, len(keys), 200):
            backend.add_bulk(Summary, list(everything().filter(pk__in=keys[start : start + 200])))

    def search(text: str) -> int:
        found = backend.search(text, Summary.objects.public())
        list(found[:20])
        every = [record.pk for record in found]
        for facet in (Summary.topics.through, Summary.types.through):
            carried = facet._default_manager.filter(summary_id__in=every)
            term = next(name for name in ("topic_id", "researchtype_id") if hasattr(facet, name))
            list(carried.values(term).annotate(carriers=Count("pk")).order_by())
        return len(every)

    return search
