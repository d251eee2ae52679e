"""What the index keeps of a summary: its fields, and the entry they are filled from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

VERSION = 1  # another one makes every index be built anew


class Field(StrEnum):
    """The fields of the index. Prose is stemmed, names are not; `exact` is all prose unstemmed, for
    phrases."""

    TITLE = "title"
    GIST = "gist"
    IMPLICATIONS = "implications"
    BODY = "body"
    ARTICLE = "article"  # the titles of the articles
    TERMS = "terms"  # names and aliases of topics and types, in both languages
    AUTHORS = "authors"
    JOURNAL = "journal"
    EXACT = "exact"
    TITLE_START = "title_start"  # the title's words unstemmed, for suggestions
    DOI = "doi"
    TOPIC = "topic"
    TYPE = "type"
    YEAR = "year"
    KEY = "key"
    NEWEST = "newest"
    OLDEST = "oldest"
    KEPT = "kept"


@dataclass(frozen=True, kw_only=True)
class FieldKind:
    """How a field is kept."""

    is_text: bool = False
    has_places: bool = False  # for phrases
    is_whole: bool = False  # one term, not cut at spaces


PROSE = FieldKind(is_text=True)
FIELDS: dict[Field, FieldKind] = {
    Field.TITLE: FieldKind(is_text=True, has_places=True),
    Field.GIST: PROSE,
    Field.IMPLICATIONS: PROSE,
    Field.BODY: PROSE,
    Field.ARTICLE: PROSE,
    Field.TERMS: PROSE,
    Field.AUTHORS: FieldKind(is_text=True, has_places=True),
    Field.JOURNAL: FieldKind(is_text=True, has_places=True),
    Field.EXACT: FieldKind(is_text=True, has_places=True),
    Field.TITLE_START: PROSE,
    Field.DOI: FieldKind(is_text=True, is_whole=True),
    Field.TOPIC: FieldKind(),
    Field.TYPE: FieldKind(),
    Field.YEAR: FieldKind(),
    Field.KEY: FieldKind(),
    Field.NEWEST: FieldKind(),
    Field.OLDEST: FieldKind(),
}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is kept of a summary to be shown: plain texts, not searched."""

    slug: str
    language: str
    title: str
    gist: str
    implications: str
    body: str
    articles: tuple[str, ...] = ()  # titles
    authors: tuple[str, ...] = ()  # of the articles, as they are printed
    journals: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A public summary as the index keeps it."""

    key: int
    texts: dict[Field, str] = field(default_factory=dict)
    dois: tuple[str, ...] = ()
    topics: tuple[int, ...] = ()
    types: tuple[int, ...] = ()
    year: int  # 0: none
    newest: int  # the higher, the newer (`indexing.places_in_time`)
    oldest: int
    kept: Kept
    subjects: str = ""  # the English names of its topics, for its meaning
