"""What a check says: what, where, and how to mend it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.functional import Promise

from apercu.content.rules import Problem

E = TypeVar("E")
LONGEST_QUOTE = 220  # characters


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing to look at. Sentences are in the language being spoken; the words are the entry's own."""

    code: str
    field: str  # of the form
    what: str
    mend: str
    words: str = ""  # what it is about: while these stay, it stays the same finding
    quotes: tuple[str, ...] = ()  # places of the text, in full
    blocking: bool = False

    @property
    def fingerprint(self) -> str:
        """The same for the same words in the same field, whatever changes around them."""
        words = re.sub(r"\s+", " ", self.words).strip().casefold()
        return hashlib.sha256(f"{self.code}\n{self.field}\n{words}".encode()).hexdigest()[:32]

    @property
    def shown(self) -> tuple[str, ...]:
        """The quotes, cut where they would fill the panel."""
        return tuple(_cut(quote) for quote in self.quotes)


@dataclass(frozen=True, kw_only=True)
class Check(Generic[E]):
    """One question asked of every draft."""

    code: str
    title: str | Promise
    find: Callable[[E], Iterable[Finding]]


def of_problem(problem: Problem, *, blocking: bool) -> Finding:
    """A problem of the gate, in its own sentence."""
    return Finding(code=problem.code, field=problem.field, what=problem.sentence, mend="", blocking=blocking)


def _cut(quote: str) -> str:
    if len(quote) <= LONGEST_QUOTE:
        return quote
    return quote[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
