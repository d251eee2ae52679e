"""Which summaries somebody wants: a topic of theirs and a research type of theirs, where they chose any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from apercu.mailing.models import Subscriber


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


def wanted_by(people: Sequence[tuple[int, bool, bool]]) -> dict[int, Wanted]:
    """What people chose, by key, whether all topics, whether all types: 2 queries at most."""
    topics = _chosen(
        Subscriber.topics, "topic_id", [key for key, all_topics, _types in people if not all_topics]
    )
    types = _chosen(
        Subscriber.types, "researchtype_id", [key for key, _topics, all_types in people if not all_types]
    )
    return {
        key: Wanted(
            topics=None if all_topics else frozenset(topics[key]),
            types=None if all_types else frozenset(types[key]),
        )
        for key, all_topics, all_types in people
    }


def _chosen(field: Any, column: str, subscribers: Sequence[int]) -> dict[int, set[int]]:
    """The keys of the terms that these people chose."""
    found: dict[int, set[int]] = defaultdict(set)
    if subscribers:
        rows = field.through.objects.filter(subscriber__in=subscribers)
        for subscriber, term in rows.values_list("subscriber_id", column):
            found[subscriber].add(term)
    return found
