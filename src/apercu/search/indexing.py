"""Public summaries as entries of the index, and which of them a change touches.

Rows are read as plain values, some hundred at a time: an archive of a hundred thousand would take minutes as
records.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from apercu.content.models import Change, ResearchType, Summary, SummaryArticle, Topic
from apercu.content.models.taxonomy import Term
from apercu.content.queries import public_summaries
from apercu.search.schema import Entry, Field, Kept
from apercu.search.words.analysing import names_of, terms_of
from apercu.search.words.stemming import ENGLISH, FRENCH
from apercu.sources.cleaning import text_of

AT_ONCE = 500  # summaries read in one go
_APART = " ¶ "  # no word, so no phrase reaches from one text into the next
_FIRST_DAY = datetime.date(1900, 1, 1).toordinal()
_DAYS, _PLACES, _KEYS = 2**18 - 1, 2**15 - 1, 2**29 - 1  # what each part of a place in time may be at most

# Which summaries a record of another type has a part in.
_OWNERS = {
    "digest": "digest",
    "article": "summary_articles__article",
    "topic": "topics",
    "researchtype": "types",
}


class _Row(NamedTuple):
    """What is read of a summary."""

    pk: int
    title: str
    slug: str
    gist: str
    implications: str
    body: str
    language: str
    position: int
    printed_citation: str
    dated: datetime.date | None


class _Article(NamedTuple):
    """What is read of an article."""

    title: str
    authors: list[Any]
    container_title: str
    doi: str | None


@dataclass(frozen=True, kw_only=True)
class _Around:
    """What stands around some summaries, by their keys: topics, types, articles in their order."""

    topics: dict[int, list[int]]
    types: dict[int, list[int]]
    articles: dict[int, list[_Article]]


@dataclass(frozen=True, kw_only=True)
class _Terms:
    """The names and aliases of topics and types as the index keeps them, and the English names, by their
    keys."""

    topics: dict[int, str]
    types: dict[int, str]
    names: dict[int, str]


def count() -> int:
    """How many summaries are public."""
    return int(Summary.objects.public().count())


def entries(keys: Iterable[int] | None = None) -> Iterator[Entry]:
    """The public summaries among these (all of them where none are named) as entries: 6 queries for 500."""
    wanted = sorted(keys) if keys is not None else list(_all_keys())
    terms = _terms() if wanted else _Terms(topics={}, types={}, names={})
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        rows = public_summaries().filter(pk__in=some).order_by("pk").values_list(*_Row._fields)
        around = _around(some)
        for row in map(_Row._make, rows):
            yield _entry(row, around, terms)


def touched(changes: Sequence[Change]) -> set[int] | None:
    """The keys of the summaries these changes touch; None where any may be."""
    by_type: dict[str, set[int]] = {}
    for change in changes:
        if change.object_type not in _OWNERS and change.object_type != "summary":
            continue
        if not change.object_id.isdecimal():
            return None
        by_type.setdefault(change.object_type, set()).add(int(change.object_id))
    keys = set(by_type.pop("summary", ()))
    for name, owners in by_type.items():
        rows = Summary.objects.filter(**{f"{_OWNERS[name]}__in": owners})
        keys.update(rows.order_by().values_list("pk", flat=True))
    return keys


def place_in_time(day: datetime.date | None, position: int, key: int, *, newest_first: bool) -> int:
    """A number that is the higher the earlier a summary stands in a list: by month, place in it, key.

    Summaries without a day stand last in both orders.
    """
    days = 0
    if day is not None:
        since = min(max(day.toordinal() - _FIRST_DAY, 0), _DAYS - 2)
        days = since + 1 if newest_first else _DAYS - since
    place = _PLACES - min(position, _PLACES)
    return (days * (_PLACES + 1) + place) * (_KEYS + 1) + (_KEYS - key % (_KEYS + 1))


def _entry(row: _Row, around: _Around, terms: _Terms) -> Entry:
    articles = around.articles[row.pk]
    topics, types = around.topics[row.pk], around.types[row.pk]
    texts = {
        Field.TITLE: row.title,
        Field.GIST: row.gist,
        Field.IMPLICATIONS: text_of(row.implications),
        Field.BODY: text_of(row.body),
    }
    about = [article.title for article in articles] or [row.printed_citation] * bool(row.printed_citation)
    people = [name for article in articles for name in _names(article)]
    named = [*(terms.topics[key] for key in topics), *(terms.types[key] for key in types)]
    journals = [article.container_title for article in articles if article.container_title]
    return Entry(
        key=row.pk,
        texts=_fields(row.language, texts, about=about)
        | {
            Field.TERMS: " ".join(named),
            Field.AUTHORS: _APART.join(map(names_of, people)),
            Field.JOURNAL: _APART.join(map(names_of, journals)),
        },
        dois=tuple(article.doi for article in articles if article.doi),
        topics=tuple(topics),
        types=tuple(types),
        year=row.dated.year if row.dated else 0,
        newest=place_in_time(row.dated, row.position, row.pk, newest_first=True),
        oldest=place_in_time(row.dated, row.position, row.pk, newest_first=False),
        subjects="; ".join(terms.names[key] for key in topics),
        kept=Kept(
            slug=row.slug,
            language=row.language,
            title=row.title,
            gist=row.gist,
            implications=texts[Field.IMPLICATIONS],
            body=texts[Field.BODY],
            articles=tuple(about),
            authors=tuple(people),
            journals=tuple(journals),
        ),
    )


def _fields(language: str, texts: dict[Field, str], *, about: Sequence[str]) -> dict[Field, str]:
    """The terms of the prose: each text's, the articles' titles', and all of them unstemmed."""
    read = {field: terms_of(text, language) for field, text in texts.items()}
    titles = [terms_of(title, ENGLISH) for title in about]
    every = [*read.values(), *titles]
    return {
        **{field: terms.stems for field, terms in read.items()},
        Field.ARTICLE: " ".join(terms.stems for terms in titles),
        Field.EXACT: _APART.join(terms.exact for terms in every),
        Field.TITLE_START: read[Field.TITLE].exact,
    }


def _around(keys: Sequence[int]) -> _Around:
    topics: dict[int, list[int]] = defaultdict(list)
    types: dict[int, list[int]] = defaultdict(list)
    articles: dict[int, list[_Article]] = defaultdict(list)
    carriers = Summary.topics.through._default_manager.filter(summary_id__in=keys).order_by("topic_id")
    for summary, term in carriers.values_list("summary_id", "topic_id"):
        topics[summary].append(term)
    carriers = Summary.types.through._default_manager.filter(summary_id__in=keys).order_by("researchtype_id")
    for summary, term in carriers.values_list("summary_id", "researchtype_id"):
        types[summary].append(term)
    rows = SummaryArticle.objects.filter(summary_id__in=keys).order_by("summary_id", "sort_order")
    columns = [f"article__{name}" for name in _Article._fields]
    for summary, *values in rows.values_list("summary_id", *columns):
        articles[summary].append(_Article._make(values))
    return _Around(topics=topics, types=types, articles=articles)


def _terms() -> _Terms:
    topics, types = list(Topic.objects.all()), list(ResearchType.objects.all())
    return _Terms(
        topics={topic.pk: _spelt(topic) for topic in topics},
        types={kind.pk: _spelt(kind) for kind in types},
        names={topic.pk: topic.name_en for topic in topics},
    )


def _spelt(term: Term) -> str:
    english = [term.name_en, *(str(alias) for alias in term.aliases)]
    said = [terms_of(name, ENGLISH).stems for name in english]
    return " ".join([*said, terms_of(term.name_fr, FRENCH).stems])


def _names(article: _Article) -> list[str]:
    """The authors of an article as they are printed, given names first."""
    return [_name(author) for author in article.authors if isinstance(author, dict)]


def _name(author: dict[str, str]) -> str:
    family = author.get("family") or author.get("literal")
    parts = (author.get("given"), author.get("non-dropping-particle"), family)
    return " ".join(str(part) for part in parts if part)


def _all_keys() -> Iterable[int]:
    return Summary.objects.public().order_by("pk").values_list("pk", flat=True)
