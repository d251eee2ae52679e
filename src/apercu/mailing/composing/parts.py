"""What a mailing says, as values, and those values as JSON and back.

Rich text is kept as the clean HTML it was when it was frozen; its links to our own pages have no host and no
language, so that a copy leads to the reader's language and an old mail survives a move of the site.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

FORM = 1  # of the JSON; what is frozen is read for years


class Unreadable(ValueError):
    """What was frozen is not in a form this release knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InBoth:
    """Words in both languages; French may be missing."""

    en: str
    fr: str = ""

    def said(self, language: str) -> str:
        """The words in this language, English where there are none in it."""
        return (self.fr if language == "fr" else "") or self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A topic or a research type, named as it was then."""

    key: int
    name: InBoth


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """An article as each language cites it."""

    html: InBoth
    text: InBoth


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One summary in a mailing."""

    key: int
    title: str
    slug: str
    language: str
    gist: str = ""
    implications: str = ""  # rich text
    citations: tuple[Cited, ...] = ()
    authors: tuple[str, ...] = ()
    topics: tuple[int, ...] = ()
    types: tuple[int, ...] = ()
    studies: int | None = None
    participants: int | None = None
    years: str = ""  # of the article, or articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that a mailing says; each copy says it whole or some of its summaries."""

    kind: str  # of the mailing
    month: datetime.date | None = None  # none for alerts
    teaser: str = ""  # rich text
    announcements: str = ""  # rich text
    language: str = ""  # of teaser and announcements: the summaries', where they have one in common
    topics: tuple[Term, ...] = ()
    types: tuple[Term, ...] = ()
    summaries: tuple[Part, ...] = ()

    @property
    def keys(self) -> tuple[int, ...]:
        """The summaries in their order."""
        return tuple(part.key for part in self.summaries)

    def only(self, keys: Iterable[int]) -> tuple[Part, ...]:
        """The summaries with these keys, in the mailing's order."""
        wanted = frozenset(keys)
        return tuple(part for part in self.summaries if part.key in wanted)


def as_json(content: Content) -> dict[str, Any]:
    """The same as plain values, for `Mailing.content`."""
    month = content.month.isoformat() if content.month else None
    # Tuples become lists here already: what is kept is what was written, before a database has seen it too.
    plain = {name: _listed(value) for name, value in asdict(content).items()}
    return {"form": FORM, **plain, "month": month}


def read(said: dict[str, Any]) -> Content:
    """The content that was frozen; Unreadable where it is none of ours."""
    if said.get("form") != FORM:
        raise Unreadable(f"The content of a mailing has the form {said.get('form')!r}, not {FORM}.")
    return Content(
        kind=said["kind"],
        month=datetime.date.fromisoformat(said["month"]) if said["month"] else None,
        teaser=said["teaser"],
        announcements=said["announcements"],
        language=said["language"],
        topics=_terms(said["topics"]),
        types=_terms(said["types"]),
        summaries=tuple(map(_part, said["summaries"])),
    )


def _part(said: dict[str, Any]) -> Part:
    citations = (Cited(html=InBoth(**one["html"]), text=InBoth(**one["text"])) for one in said["citations"])
    lists = {name: tuple(said[name]) for name in ("authors", "topics", "types")}
    return Part(**{**said, **lists, "citations": tuple(citations)})


def _terms(said: Iterable[dict[str, Any]]) -> tuple[Term, ...]:
    return tuple(Term(key=one["key"], name=InBoth(**one["name"])) for one in said)


def _listed(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_listed(one) for one in value]
    return {name: _listed(one) for name, one in value.items()} if isinstance(value, dict) else value
