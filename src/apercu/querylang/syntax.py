"""A query as values: parts that all have a say, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Name(StrEnum):
    """The fields that can be asked by name; `year:` makes `Years`."""

    AUTHOR = "author"
    TOPIC = "topic"
    TYPE = "type"
    JOURNAL = "journal"
    DOI = "doi"


class Why(StrEnum):
    """Why something could not be read as it was typed."""

    UNKNOWN_FIELD = "unknown-field"  # "foo:bar": searched as the words foo and bar
    EMPTY_FIELD = "empty-field"  # "author:" with nothing behind it
    NOT_A_YEAR = "not-a-year"  # "year:soon": searched as words
    LONELY_QUOTE = "lonely-quote"  # what stands behind it is searched as words
    LONELY_BRACKET = "lonely-bracket"
    LONELY_OR = "lonely-or"  # nothing on one of its sides
    TOO_LONG = "too-long"  # the end was cut off


@dataclass(frozen=True, kw_only=True)
class Word:
    """One word as typed; `is_start`: any word that begins so ("therap*")."""

    text: str
    is_start: bool = False


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """Words that stand together in this order."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Field:
    """A value asked for in one field."""

    name: Name
    value: str
    is_quoted: bool = False


@dataclass(frozen=True, kw_only=True)
class Years:
    """Years from first to last, both included; None where one side is open."""

    first: int | None
    last: int | None


@dataclass(frozen=True, kw_only=True)
class AnyOf:
    """At least one of these."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Parts in brackets."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Not:
    """What is to be left out."""

    part: Part


Part = Word | Phrase | Field | Years | AnyOf | Group | Not


@dataclass(frozen=True, kw_only=True)
class Unread:
    """Something that was not read as it was typed, and why."""

    text: str
    why: Why


@dataclass(frozen=True, kw_only=True)
class Query:
    """What was asked; `unread` says what was taken otherwise than typed."""

    parts: tuple[Part, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Whether it has a phrase or a field: then what stands there is meant to the letter."""
        return any(isinstance(part, Phrase | Field | Years) for part in self.every_part())

    def every_part(self) -> Iterator[Part]:
        """Each part and each part of a part, in the order typed."""
        return _within(self.parts)


def _within(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        if isinstance(part, AnyOf | Group):
            yield from _within(part.parts)
        elif isinstance(part, Not):
            yield from _within((part.part,))
