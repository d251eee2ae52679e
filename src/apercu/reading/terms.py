"""Topics and research types by every spelling, for as long as nothing public changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apercu.content.matching import TermIndex
from apercu.content.models import ResearchType, Topic
from apercu.querylang import Name
from apercu.reading.asking import Asked
from apercu.reading.keeping import by_edition
from apercu.reading.selecting import is_year
from apercu.search.facets import Filters


@dataclass(frozen=True, kw_only=True)
class Terms:
    """All topics and types, in the site's order."""

    topics: tuple[Topic, ...]
    types: tuple[ResearchType, ...]
    _spelt: dict[Name, TermIndex]

    def keys_of(self, name: Name, value: str) -> tuple[int, ...]:
        """The topic or type that a value of `topic:` or `type:` names; nothing where it names none."""
        term = self._spelt[name].find(value)
        return (term.pk,) if term else ()

    def filters(self, asked: Asked) -> Filters:
        """A reader's choices by key; a slug that names nothing fits nothing."""
        return Filters(
            topics=_keys(self.topics, asked.topics) if asked.topics else None,
            types=_keys(self.types, asked.types) if asked.types else None,
            years=tuple(int(year) for year in asked.years if is_year(year)) if asked.years else None,
        )


@by_edition
def terms() -> Terms:
    """Every topic and type: 1 query, 2 more once an edition."""
    topics, types = tuple(Topic.objects.all()), tuple(ResearchType.objects.all())
    return Terms(
        topics=topics,
        types=types,
        _spelt={Name.TOPIC: TermIndex.of(topics), Name.TYPE: TermIndex.of(types)},
    )


def _keys(known: tuple[Any, ...], slugs: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(term.pk for term in known if term.slug in slugs)
