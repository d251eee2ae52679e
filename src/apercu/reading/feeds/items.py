"""Feeds as values: what stands in them, whatever the format."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.formats import date_format

from apercu.citations.identifiers import doi_address, orcid_address
from apercu.content import changes
from apercu.content.models import Digest, Summary
from apercu.reading import addresses, dating, whole
from apercu.reading.asking import Asked
from apercu.reading.carrying import carried, whole_by_key, whole_summaries
from apercu.reading.feeds import contents
from apercu.reading.machine import identity
from apercu.reading.months import months
from apercu.reading.terms import terms
from apercu.reading.viewdata.citing import Formatted, formatted
from apercu.sources.cleaning import text_of

LONGEST = 30  # entries; older ones stand on the site
MOST_WHOLE = 20  # summaries in a feed of months, unless the newest month alone has more


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


def summary_entries(keys: Iterable[int]) -> tuple[Entry, ...]:
    """The first of these summaries, whole and in this order: 7 queries."""
    first = whole.part(keys, limit=LONGEST)
    records = whole_by_key(first)
    ready = _ready(records.values())
    return tuple(_summary(records[key], ready) for key in first if key in records)


def digest_entries() -> tuple[Entry, ...]:
    """The newest months, each with its summaries whole: 8 queries."""
    digests = Digest.objects.public().in_bulk(_newest_months())
    here: dict[int, list[Summary]] = {key: [] for key in digests}
    summaries = Summary.objects.public().filter(digest_id__in=digests).order_by("position", "pk")
    for record in whole_summaries(summaries):
        here[record.digest_id].append(record)
    ready = _ready(record for records in here.values() for record in records)
    return tuple(_digest(digests[key], here[key], ready) for key in _newest_months() if key in digests)


def _newest_months() -> list[int]:
    """The keys of the months that were published last; of one day (an import's) the latest months."""
    by_day = sorted(months().every, key=lambda one: one.published, reverse=True)[:LONGEST]
    so_far = list(accumulate(one.count for one in by_day))
    return [one.key for place, one in enumerate(by_day) if not place or so_far[place] <= MOST_WHOLE]


def names_of(asked: Asked) -> tuple[str, ...]:
    """What a reader typed and chose, in words. A slug that names nothing stands for itself."""
    topics, types = map(terms().topic, asked.topics), map(terms().type, asked.types)
    return (
        *([asked.text] if asked.text else []),
        *(term.name if term else slug for slug, term in zip(asked.topics, topics, strict=True)),
        *(term.name if term else slug for slug, term in zip(asked.types, types, strict=True)),
        *asked.years,
    )


def last_update(entries: Iterable[Entry]) -> datetime.datetime:
    """When a feed changed last: when its newest entry did; without any, when the site did (1 query)."""
    return max((entry.updated for entry in entries), default=None) or changes.last_at()


def _ready(records: Iterable[Summary]) -> Formatted:
    return formatted(article for record in records for article in carried(record).articles)


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


def _digest(digest: Digest, records: Sequence[Summary], ready: Formatted) -> Entry:
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
        content=contents.of_digest(digest, records, ready),
        authors=tuple(dict.fromkeys(author for record in records for author in _authors(record))),
        categories=tuple(dict.fromkeys(one for record in records for one in _categories(record))),
    )


def _last_published(record: Summary | Digest) -> datetime.datetime:
    last: datetime.datetime | None = record.last_published_at or record.first_published_at
    assert last is not None, "a live record was published once"
    return last


def _authors(record: Summary) -> tuple[Author, ...]:
    people = carried(record).signatories
    return tuple(Author(name=person.name, address=orcid_address(person.orcid)) for person in people)


def _categories(record: Summary) -> Iterable[Category]:
    for term in carried(record).topics:
        yield Category(term=term.slug, scheme=addresses.absolute("/topics/"), label=term.name)
    for kind in carried(record).types:
        yield Category(term=kind.slug, scheme=addresses.absolute("/types/"), label=kind.name)


def _dois(record: Summary) -> tuple[str, ...]:
    carries = carried(record)
    dois = [article.doi or "" for article in carries.articles]
    if not all(dois):  # some records have theirs in what they came from
        dois = [reference.doi for reference in carries.references]
    return tuple(dict.fromkeys(address for doi in dois if (address := doi_address(doi))))
