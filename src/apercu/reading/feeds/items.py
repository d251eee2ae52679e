"""Feeds as values: what stands in them, whatever the format."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import TruncDate
from django.utils.formats import date_format

from apercu.citations.identifiers import doi_address, orcid_address
from apercu.content.models import Digest, ResearchType, Summary, Topic
from apercu.reading import addresses, dating, selecting
from apercu.reading.asking import Asked
from apercu.reading.feeds import contents
from apercu.reading.machine import article_records, identity
from apercu.reading.viewdata.citing import Formatted, formatted
from apercu.sources.cleaning import text_of

LONGEST = 30  # entries; older ones stand on the site


@dataclass(frozen=True, kw_only=True)
class Author:
    """Who signs an entry."""

    name: str
    address: str = ""  # the ORCID iD's


@dataclass(frozen=True, kw_only=True)
class Category:
    """A topic or research type: its slug in its list."""

    term: str
    scheme: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing in a feed."""

    id: str
    title: str
    address: str  # absolute; empty where the thing is gone
    published: datetime.datetime
    updated: datetime.datetime
    language: str  # of its texts
    title_language: str = ""  # of the title, where that is another
    gist: str = ""
    content: str = ""  # HTML, its links absolute
    authors: tuple[Author, ...] = ()
    categories: tuple[Category, ...] = ()
    related: tuple[str, ...] = ()  # what it is about: addresses at doi.org


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A list to follow."""

    id: str
    title: str
    address: str  # its own, absolute
    home: str  # the page it follows, absolute
    updated: datetime.datetime
    language: str
    entries: tuple[Entry, ...]
    subtitle: str = ""
    author: Author
    licence: str = ""
    licence_address: str = ""


def summary_entries(summaries: QuerySet[Summary]) -> tuple[Entry, ...]:
    """The newest of these summaries, whole: 7 queries."""
    records = list(selecting.as_texts(newest(summaries)))
    ready = _ready(records)
    return tuple(_summary(record, ready) for record in records)


def digest_entries() -> tuple[Entry, ...]:
    """The newest months, each with its summaries whole: 8 queries."""
    order = (TruncDate("first_published_at").desc(), "-month")
    whole = Prefetch("summaries", selecting.as_texts(selecting.public_summaries()))
    digests = list(selecting.public_digests().prefetch_related(whole).order_by(*order)[:LONGEST])
    ready = _ready(record for digest in digests for record in digest.summaries.all())
    return tuple(_digest(digest, ready) for digest in digests)


def names_of(asked: Asked) -> tuple[str, ...]:
    """What a reader typed and chose, in words: 2 queries. A slug that names nothing stands for itself."""
    topics = {one.slug: one.name for one in Topic.objects.filter(slug__in=asked.topics)}
    types = {one.slug: one.name for one in ResearchType.objects.filter(slug__in=asked.types)}
    return (
        *([asked.text] if asked.text else []),
        *(topics.get(slug, slug) for slug in asked.topics),
        *(types.get(slug, slug) for slug in asked.types),
        *asked.years,
    )


def newest(summaries: QuerySet[Summary]) -> QuerySet[Summary]:
    """Those that were published last; of one day (an import's) those of the latest months."""
    day = TruncDate("first_published_at").desc()
    return summaries.order_by(day, F("dated").desc(nulls_last=True), "position", "pk")[:LONGEST]


def last_update(entries: Iterable[Entry], *, otherwise: datetime.datetime) -> datetime.datetime:
    """When a feed changed last: when its newest entry did."""
    return max((entry.updated for entry in entries), default=otherwise)


def _ready(records: Iterable[Summary]) -> Formatted:
    return formatted(article for record in records for article in article_records.articles_of(record))


def _summary(record: Summary, ready: Formatted) -> Entry:
    return Entry(
        id=identity.of_record(record),
        title=record.title,
        address=addresses.absolute(addresses.summary(record.slug)),
        published=dating.entered(record),
        updated=_last_published(record),
        language=record.language,
        gist=record.gist,
        content=contents.of_summary(record, ready, level=2),
        authors=_authors(record),
        categories=tuple(_categories(record)),
        related=_dois(record),
    )


def _digest(digest: Digest, ready: Formatted) -> Entry:
    records = list(digest.summaries.all())
    languages = {record.language for record in records}  # its teaser is taken to be in theirs
    return Entry(
        id=identity.of_record(digest),
        title=date_format(digest.month, "YEAR_MONTH_FORMAT"),
        address=addresses.absolute(addresses.digest(digest.month)),
        published=dating.entered(digest),
        updated=max(_last_published(record) for record in (digest, *records)),
        language=languages.pop() if len(languages) == 1 else addresses.spoken(),
        title_language=addresses.spoken(),
        gist=text_of(digest.teaser),
        content=contents.of_digest(digest, ready),
        authors=tuple(dict.fromkeys(author for record in records for author in _authors(record))),
        categories=tuple(dict.fromkeys(one for record in records for one in _categories(record))),
    )


def _last_published(record: Summary | Digest) -> datetime.datetime:
    last: datetime.datetime | None = record.last_published_at or record.first_published_at
    assert last is not None, "a live record was published once"
    return last


def _authors(record: Summary) -> tuple[Author, ...]:
    people = (row.person for row in record.summary_authors.all())
    return tuple(Author(name=person.name, address=orcid_address(person.orcid)) for person in people)


def _categories(record: Summary) -> Iterable[Category]:
    for term in record.topics.all():
        yield Category(term=term.slug, scheme=addresses.absolute("/topics/"), label=term.name)
    for kind in record.types.all():
        yield Category(term=kind.slug, scheme=addresses.absolute("/types/"), label=kind.name)


def _dois(record: Summary) -> tuple[str, ...]:
    found = (doi_address(reference.doi) for reference in article_records.references_of(record))
    return tuple(dict.fromkeys(doi for doi in found if doi))
