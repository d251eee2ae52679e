"""What a whole summary carries: its terms, articles, signatories and corrections, read for many at once.

A page of thirty whole summaries asks for two hundred such rows. Through the managers of the records, each
would be asked for by a query set of its own, which takes longer than the database; here they are values.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import F, QuerySet

from apercu.citations.reference import Reference
from apercu.content.as_drafts import reference_of
from apercu.content.models import Article, Correction, Person, ResearchType, Summary, Topic
from apercu.content.prepared import prepared
from apercu.reading.selecting import of_keys
from apercu.reading.terms import terms, topics_carried, types_carried

_AT_HAND = "_carried"  # on a record that was read here
_NOT_SHOWN = ("provenance",)
# Nothing of the desk: no lock, no revision, no date of what is planned.
_COLUMNS = (
    "title", "slug", "gist", "body", "implications", "printed_citation", "language", "position", "live",
    "studies_count", "participants_count", "first_published_at", "last_published_at", "digest__month",
    "digest__live", "translation_of_id",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What belongs to one summary, each in its order."""

    topics: tuple[Topic, ...] = ()
    types: tuple[ResearchType, ...] = ()
    articles: tuple[Article, ...] = ()
    signatories: tuple[Person, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The articles as references."""
        return tuple(map(reference_of, self.articles))


def whole_summaries(summaries: QuerySet[Summary]) -> list[Summary]:
    """These summaries in their order, each with its month and all it carries at hand: 6 queries.

    The terms come from those kept for the edition.
    """
    return _with_all_they_carry(list(_with_months(summaries)))


def whole_summary(slug: str) -> Summary | None:
    """The public summary with this slug, its month and all it carries at hand, or None: 6 queries."""
    found = _with_all_they_carry(_of_slug(slug))
    return found[0] if found else None


def whole_by_key(keys: Iterable[int]) -> dict[int, Summary]:
    """The public ones of the summaries with these keys, whole, by key: 6 queries."""
    return {record.pk: record for record in _with_all_they_carry(_of_keys(list(keys)))}


def _with_all_they_carry(records: list[Summary]) -> list[Summary]:
    if not records:
        return []
    keys = [record.pk for record in records]
    known = terms()
    topics = topics_carried(known, keys)
    types = types_carried(known, keys)
    articles = _grouped(_articles(keys))
    people = _grouped(_signatories(keys))
    corrections = _grouped(_corrections(keys))
    for record in records:
        found = Carried(
            topics=topics.get(record.pk, ()),
            types=types.get(record.pk, ()),
            articles=articles.get(record.pk, ()),
            signatories=people.get(record.pk, ()),
            corrections=corrections.get(record.pk, ()),
        )
        record.__dict__[_AT_HAND] = found
    return records


def carried(record: Summary) -> Carried:
    """What a summary carries: as it was read with it, else (a draft in preview) as the record has it."""
    found: Carried | None = record.__dict__.get(_AT_HAND)
    if found is None:
        found = Carried(
            topics=tuple(record.topics.all()),
            types=tuple(record.types.all()),
            # rows of a draft that name none yet are passed over
            articles=tuple(row.article for row in record.summary_articles.all() if row.article_id),
            signatories=tuple(row.person for row in record.summary_authors.all() if row.person_id),
            corrections=tuple(record.corrections.all()),
        )
    return found


def _with_months(summaries: QuerySet[Summary]) -> QuerySet[Summary]:
    return summaries.select_related("digest").only(*_COLUMNS)


@prepared
def _of_slug(slug: str) -> QuerySet[Summary]:
    return _with_months(Summary.objects.public().filter(slug=slug).order_by())


@prepared
def _of_keys(keys: list[int]) -> QuerySet[Summary]:
    return _with_months(of_keys(keys))


@prepared
def _articles(summaries: list[int]) -> QuerySet[Article]:
    return (
        Article.objects.filter(summary_articles__summary__in=summaries)
        .annotate(of=F("summary_articles__summary_id"))
        .order_by("summary_articles__sort_order", "summary_articles__pk")
        .defer(*_NOT_SHOWN)
    )


@prepared
def _signatories(summaries: list[int]) -> QuerySet[Person]:
    return (
        Person.objects.filter(summary_authors__summary__in=summaries)
        .annotate(of=F("summary_authors__summary_id"))
        .order_by("summary_authors__sort_order", "summary_authors__pk")
        .only("name", "orcid")
    )


@prepared
def _corrections(summaries: list[int]) -> QuerySet[Correction]:
    rows: QuerySet[Correction] = Correction.objects.filter(summary__in=summaries).annotate(of=F("summary_id"))
    return rows


def _grouped(rows: Iterable[Any]) -> dict[int, tuple[Any, ...]]:
    """Rows by the summary they are `of`, in their order."""
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.of, []).append(row)
    return {key: tuple(group) for key, group in groups.items()}
