"""Topics and research types by every spelling, for as long as nothing public changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from apercu.content.matching import TermIndex
from apercu.content.models import ResearchType, Summary, Topic
from apercu.content.prepared import prepared
from apercu.querylang import Name
from apercu.reading.asking import TOPIC, TYPE, Asked
from apercu.reading.keeping import in_any_language
from apercu.reading.selecting import counted_topics, counted_types, heirs, is_year
from apercu.search.facets import Filters


@dataclass(frozen=True, kw_only=True)
class Terms:
    """All topics and types, in the site's order."""

    topics: tuple[Topic, ...]
    types: tuple[ResearchType, ...]
    _spelt: dict[Name, TermIndex]
    _topics_by_slug: dict[str, Topic]
    _types_by_slug: dict[str, ResearchType]

    def topic(self, slug: str) -> Topic | None:
        """The topic with this slug."""
        return self._topics_by_slug.get(slug)

    def type(self, slug: str) -> ResearchType | None:
        """The research type with this slug."""
        return self._types_by_slug.get(slug)

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


@in_any_language
def terms() -> Terms:
    """Every topic and type: 2 queries once an edition."""
    topics, types = tuple(Topic.objects.all()), tuple(ResearchType.objects.all())
    return Terms(
        topics=topics,
        types=types,
        _spelt={Name.TOPIC: TermIndex.of(topics), Name.TYPE: TermIndex.of(types)},
        _topics_by_slug={topic.slug: topic for topic in topics},
        _types_by_slug={kind.slug: kind for kind in types},
    )


@dataclass(frozen=True, kw_only=True)
class Counted:
    """All topics and types in the site's order, each with how many public summaries it has as `carriers`."""

    topics: tuple[Any, ...]
    types: tuple[Any, ...]


@in_any_language
def counted() -> Counted:
    """Every topic and type, counted: 2 queries once an edition."""
    return Counted(topics=tuple(counted_topics()), types=tuple(counted_types()))


def with_present_slugs(asked: Asked) -> Asked:
    """The same choices, terms that were renamed called by their present slugs."""
    present = asked.choosing(TOPIC, _present(Topic, terms().topic, asked.topics))
    present = present.choosing(TYPE, _present(ResearchType, terms().type, asked.types))
    return present.on_page(asked.page)


def _present(
    model: type[Topic | ResearchType], known: Callable[[str], Any], slugs: Iterable[str]
) -> Iterator[str]:
    renamed = heirs(model, [slug for slug in slugs if not known(slug)])
    return (renamed.get(slug, slug) for slug in slugs)


def topics_carried(known: Terms, summaries: list[int]) -> dict[int, tuple[Topic, ...]]:
    """The topics each of these summaries carries, in the site's order: 1 query."""
    return _carried(known.topics, _topics_of(summaries))


def types_carried(known: Terms, summaries: list[int]) -> dict[int, tuple[ResearchType, ...]]:
    """The research types each of these summaries carries, in the site's order: 1 query."""
    return _carried(known.types, _types_of(summaries))


@prepared
def _topics_of(summaries: list[int]) -> QuerySet[Any, tuple[int, int]]:
    every: QuerySet[Any] = Summary.topics.through._default_manager.order_by()
    return every.filter(summary_id__in=summaries).values_list("summary_id", "topic_id")


@prepared
def _types_of(summaries: list[int]) -> QuerySet[Any, tuple[int, int]]:
    every: QuerySet[Any] = Summary.types.through._default_manager.order_by()
    return every.filter(summary_id__in=summaries).values_list("summary_id", "researchtype_id")


def _carried(known: tuple[Any, ...], rows: Iterable[tuple[int, int]]) -> dict[int, tuple[Any, ...]]:
    places = {term.pk: (place, term) for place, term in enumerate(known)}
    carried: dict[int, list[tuple[int, Any]]] = {}
    for summary, key in rows:
        if key in places:  # one that is newer than this edition waits for the next
            carried.setdefault(summary, []).append(places[key])
    return {
        summary: tuple(term for _place, term in sorted(some, key=lambda one: one[0]))
        for summary, some in carried.items()
    }


def _keys(known: tuple[Any, ...], slugs: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(term.pk for term in known if term.slug in slugs)
