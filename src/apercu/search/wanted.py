"""What is wanted of the index, as values: the engine turns them into its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Term:
    """Entries with this term in a field."""

    field: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Start:
    """Entries with a term in a field that begins so."""

    field: str
    text: str


@dataclass(frozen=True, kw_only=True)
class InOrder:
    """Entries with these terms in a field, in this order, at most `slop` places apart."""

    field: str
    terms: tuple[str, ...]
    slop: int = 0


@dataclass(frozen=True, kw_only=True)
class OneOf:
    """Entries whose number in a field is one of these; scores nothing."""

    field: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Between:
    """Entries whose number in a field is from first to last, both included; scores nothing."""

    field: str
    first: int | None
    last: int | None


@dataclass(frozen=True, kw_only=True)
class Best:
    """Entries that fit one of these: the best one's score, and of the others `tie` times theirs."""

    parts: tuple[Wanted, ...]
    tie: float = 0.0


@dataclass(frozen=True, kw_only=True)
class All:
    """Entries that fit all `parts`, at least `enough` of `some`, and none of `without`; scores add up.

    What is `welcome` adds to the score of entries that fit without it.
    """

    parts: tuple[Wanted, ...] = ()
    some: tuple[Wanted, ...] = ()
    enough: int = 0
    without: tuple[Wanted, ...] = ()
    welcome: tuple[Wanted, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Weighted:
    """A part whose score counts so many times."""

    part: Wanted
    weight: float


@dataclass(frozen=True, kw_only=True)
class Unscored:
    """A part that only says which entries fit."""

    part: Wanted


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What is wanted in the engine's own form (`View.prepared`), to be asked more than once."""

    form: Any


@dataclass(frozen=True, kw_only=True)
class Everything:
    """Every entry."""


Wanted = Term | Start | InOrder | OneOf | Between | Best | All | Weighted | Unscored | Prepared | Everything


def narrowed(wanted: Wanted, filters: Sequence[Wanted]) -> Wanted:
    """What is wanted, among the entries that fit these filters too."""
    return All(parts=(wanted, *(Unscored(part=one) for one in filters))) if filters else wanted
