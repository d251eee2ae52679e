"""What a check may know of a draft: values, read once, so that a check can be tried on a sentence."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from apercu.citations.reference import Reference
from apercu.content.rules import Problem
from apercu.sources.cleaning import text_of

ENGLISH, FRENCH = "en", "fr"
READ_IN_ORDER = ("title", "gist", "body", "implications")


@dataclass(frozen=True, kw_only=True)
class Term:
    """A topic or a research type: its address, its name in English and, if it has one, in French, and other
    words for it."""

    slug: str
    names: tuple[str, ...]
    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (*self.names, *self.aliases)

    def name_in(self, language: str) -> str:
        """Its name in a language; the English one where it has no other."""
        return self.names[-1] if language.startswith(FRENCH) else self.names[0]


@dataclass(frozen=True, kw_only=True)
class Other:
    """Another summary of the archive."""

    pk: int
    title: str
    month: str = ""  # in words, as the editor reads it; empty where it stands in no digest


@dataclass(frozen=True, kw_only=True)
class Cited:
    """An article the summary is about, and the other summaries that are about it, too."""

    label: str
    reference: Reference
    others: tuple[Other, ...] = ()
    notices: tuple[str, ...] = ()  # the kinds of those its record tells of, the gravest first


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A summary's draft as it stands in the form."""

    today: datetime.date
    pk: int | None = None
    language: str = ENGLISH
    title: str = ""
    gist: str = ""
    body: str = ""  # HTML, as is `implications`
    implications: str = ""
    printed_citation: str = ""
    articles: tuple[Cited, ...] = ()
    topics: tuple[Term, ...] = ()
    types: tuple[Term, ...] = ()
    known_topics: tuple[Term, ...] = ()
    same_title: tuple[Other, ...] = ()
    problems: tuple[Problem, ...] = ()  # the gate's, blocking ones first
    warnings: tuple[Problem, ...] = ()  # what a legacy entry is let through with
    public_address: str = ""  # where readers find it now; empty while it was never public
    address: str = ""  # where they will find this draft

    @cached_property
    def plain(self) -> dict[str, str]:
        """The text of each field without its markup, in the order one reads."""
        return {
            "title": self.title.strip(),
            "gist": self.gist.strip(),
            "body": text_of(self.body),
            "implications": text_of(self.implications),
        }

    def texts(self, *fields: str) -> Iterator[tuple[str, str]]:
        """The fields that have a text, with it."""
        for name in fields or READ_IN_ORDER:
            if text := self.plain[name]:
                yield name, text

    def lacks(self, field_name: str) -> bool:
        """Whether the gate already speaks of this field: then nothing else needs to."""
        return any(problem.field == field_name for problem in (*self.problems, *self.warnings))


@dataclass(frozen=True, kw_only=True)
class Summarised:
    """A summary of a digest, as far as a teaser may speak of it."""

    title: str
    gist: str
    text: str  # body and implications, plain
    topics: tuple[Term, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DigestEntry:
    """A digest's draft as it stands in the form."""

    today: datetime.date
    pk: int | None = None
    language: str = ENGLISH
    teaser: str = ""  # HTML, as are the announcements
    announcements: str = ""
    summaries: tuple[Summarised, ...] = ()
    known_topics: tuple[Term, ...] = field(default=())
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @cached_property
    def plain(self) -> dict[str, str]:
        """The text of each field without its markup."""
        return {"teaser": text_of(self.teaser), "announcements": text_of(self.announcements)}

    def texts(self, *fields: str) -> Iterator[tuple[str, str]]:
        """The fields that have a text, with it."""
        for name in fields or tuple(self.plain):
            if text := self.plain[name]:
                yield name, text

    def lacks(self, field_name: str) -> bool:
        """Whether the gate already speaks of this field."""
        return any(problem.field == field_name for problem in (*self.problems, *self.warnings))
