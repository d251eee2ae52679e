"""Topics and research types as a table names them: by slug or by any name, separated by semicolons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apercu.content.matching import TermIndex
from apercu.content.models import ResearchType, Topic
from apercu.content.models.taxonomy import Term

ALL, NONE = "all", "none"
BETWEEN = ";"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """All of them, or these."""

    all: bool
    keys: frozenset[int] = frozenset()
    unknown: tuple[str, ...] = ()


class Terms:
    """Every topic and research type there is: 2 queries."""

    def __init__(self) -> None:
        self._topics, self._types = _Names(Topic), _Names(ResearchType)

    def topics(self, cell: str) -> Picked | None:
        """The topics of a cell; None for an empty one."""
        return self._topics.picked(cell)

    def types(self, cell: str) -> Picked | None:
        """The research types of a cell; None for an empty one."""
        return self._types.picked(cell)


class _Names:
    def __init__(self, model: type[Term]) -> None:
        terms = list(model._default_manager.all())
        self._by_slug = {term.slug: term for term in terms}
        self._by_name = TermIndex.of(terms)

    def picked(self, cell: str) -> Picked | None:
        word = cell.strip().casefold()
        if word in {"", ALL}:
            return Picked(all=True) if word else None
        if word == NONE:
            return Picked(all=False)
        names = [name.strip() for name in cell.split(BETWEEN) if name.strip()]
        found = [self._by_slug.get(name) or self._by_name.find(name) for name in names]
        unknown = tuple(name for name, term in zip(names, found, strict=True) if term is None)
        return Picked(all=False, keys=frozenset(term.pk for term in found if term), unknown=unknown)


def written(*, all_of_them: bool, slugs: Iterable[str]) -> str:
    """The cell that says the same; a term that happens to be called "all" is told apart by its semicolon."""
    if all_of_them:
        return ALL
    cell = BETWEEN.join(sorted(slugs))
    return cell + BETWEEN if cell in {ALL, NONE} else cell or NONE
