"""What a list shows of each summary, read as plain values.

A list has up to fifty rows: making a record of each, with records of all it is tied to, would take longer
than everything else on its page.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apercu.content.models import ResearchType, Summary, SummaryArticle, Topic
from apercu.reading.dating import public_month
from apercu.reading.machine.article_records import articles_of
from apercu.reading.terms import terms


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
    rows: list[tuple[Any, ...]] = list(summaries.values_list(*columns))
    keys = [row[0] for row in rows]
    known = terms()
    types = _terms(Summary.types.through, "researchtype_id", known.types, keys)
    topics = _terms(Summary.topics.through, "topic_id", known.topics, keys) if with_topics else {}
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
        types=tuple(record.types.all()),
        years=tuple(sorted({article.year for article in articles_of(record) if article.year})),
    )


def _terms(through: Any, column: str, known: Iterable[Any], keys: list[int]) -> dict[int, tuple[Any, ...]]:
    """The terms of each of these summaries, in the site's order."""
    if not keys:
        return {}
    carried: dict[int, set[int]] = {}
    for summary, term in through.objects.filter(summary_id__in=keys).values_list("summary_id", column):
        carried.setdefault(summary, set()).add(term)
    here = [term for term in known if any(term.pk in some for some in carried.values())]
    return {key: tuple(term for term in here if term.pk in some) for key, some in carried.items()}


def _years(keys: list[int]) -> dict[int, tuple[int, ...]]:
    if not keys:
        return {}
    found: dict[int, set[int]] = {}
    rows = SummaryArticle.objects.filter(summary_id__in=keys, article__year__isnull=False)
    for summary, year in rows.values_list("summary_id", "article__year").order_by():
        if year:
            found.setdefault(summary, set()).add(year)
    return {key: tuple(sorted(years)) for key, years in found.items()}
