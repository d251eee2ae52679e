"""What a list shows of each summary, read as plain values.

A list has up to fifty rows: making a record of each, with records of all it is tied to, would take longer
than everything else on its page.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apercu.content.models import ResearchType, Summary, SummaryArticle, Topic
from apercu.content.prepared import prepared
from apercu.reading.carrying import carried
from apercu.reading.dating import public_month
from apercu.reading.selecting import of_keys
from apercu.reading.terms import terms, topics_carried, types_carried


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A summary as a list knows it."""

    key: int
    title: str
    slug: str
    gist: str
    language: str
    month: datetime.date | None  # its month, where that is public
    studies: int | None
    people: int | None
    types: tuple[ResearchType, ...]
    years: tuple[int, ...]  # of its articles, each once, the oldest first
    topics: tuple[Topic, ...] = ()  # where they were asked for
    implications: str = ""  # where it was asked for


_COLUMNS = (
    "pk", "title", "slug", "gist", "language", "studies_count", "participants_count", "digest__month",
    "digest__live",
)  # fmt: skip


def listed(
    summaries: QuerySet[Summary], *, with_topics: bool = False, with_implications: bool = False
) -> list[Listed]:
    """These summaries in their order: 3 queries, 1 more with topics, and the terms once an edition."""
    columns = (*_COLUMNS, "implications") if with_implications else _COLUMNS
    return _listed(list(summaries.values_list(*columns)), with_topics=with_topics)


def _listed(rows: list[tuple[Any, ...]], *, with_topics: bool) -> list[Listed]:
    keys = [row[0] for row in rows]
    known = terms()
    types = types_carried(known, keys)
    topics = topics_carried(known, keys) if with_topics else {}
    years = _years(keys)
    return [
        Listed(
            key=key,
            title=title,
            slug=slug,
            gist=gist,
            language=language,
            month=month if is_public else None,
            studies=studies,
            people=people,
            types=types.get(key, ()),
            years=years.get(key, ()),
            topics=topics.get(key, ()),
            implications=implications[0] if implications else "",
        )
        for key, title, slug, gist, language, studies, people, month, is_public, *implications in rows
    ]


def listed_by_key(keys: Sequence[int], *, with_topics: bool = False) -> list[Listed]:
    """The public ones of the summaries with these keys, in the order of the keys: queries as of `listed`."""
    here = {one.key: one for one in _listed(_rows(list(keys)), with_topics=with_topics)}
    return [here[key] for key in keys if key in here]


def of_record(record: Summary) -> Listed:
    """A record that was fetched with its types, articles and month, or an unsaved draft."""
    return Listed(
        key=record.pk or 0,
        title=record.title,
        slug=record.slug,
        gist=record.gist,
        language=record.language,
        month=public_month(record),
        studies=record.studies_count,
        people=record.participants_count,
        types=carried(record).types,
        years=tuple(sorted({article.year for article in carried(record).articles if article.year})),
    )


@prepared
def _rows(keys: list[int]) -> QuerySet[Any, tuple[Any, ...]]:
    return of_keys(keys).values_list(*_COLUMNS)


def _years(keys: list[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, set[int]] = {}
    for summary, year in _years_of(keys):
        if year:
            found.setdefault(summary, set()).add(year)
    return {key: tuple(sorted(years)) for key, years in found.items()}


@prepared
def _years_of(summaries: list[int]) -> QuerySet[Any, tuple[int, int]]:
    rows: QuerySet[Any] = SummaryArticle.objects.filter(summary_id__in=summaries, article__year__isnull=False)
    return rows.values_list("summary_id", "article__year").order_by()
