"""Which summaries somebody wants: a topic of theirs and a research type of theirs, where they chose any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The topics and research types of one summary, by their keys."""

    summary: int
    topics: frozenset[int]
    types: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What one subscriber chose; none is all."""

    topics: frozenset[int] | None = None
    types: frozenset[int] | None = None

    def has(self, terms: Terms) -> bool:
        """Whether this summary is for them."""
        return (self.topics is None or bool(self.topics & terms.topics)) and (
            self.types is None or bool(self.types & terms.types)
        )


def parts(of: Iterable[Terms], wanted: Wanted) -> tuple[int, ...]:
    """The summaries of a mailing that somebody wants, in the mailing's order."""
    return tuple(terms.summary for terms in of if wanted.has(terms))
