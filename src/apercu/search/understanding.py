"""A query as the index is asked it, with an account in values of how each of its parts was taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from apercu.citations.identifiers import normalise_doi
from apercu.querylang import AnyOf, Group, Name, Not, Part, Phrase, Query, Unread, Years
from apercu.querylang import Field as Named
from apercu.querylang import Word as Typed
from apercu.search import clauses, ranking
from apercu.search.correcting import Vocabulary
from apercu.search.engine import View
from apercu.search.marking import NO_MARKS, Marks
from apercu.search.schema import Field
from apercu.search.units import Account, Corrected, Unit, Units, side_by_side
from apercu.search.wanted import All, Between, OneOf, Term, Unscored, Wanted

FindTerms = Callable[[Name, str], tuple[int, ...]]  # the keys of the topics or types a value names


@dataclass(frozen=True, kw_only=True)
class Unnamed:
    """A value of `topic:` or `type:` that names none; its words were searched."""

    name: Name
    value: str


@dataclass(frozen=True, kw_only=True)
class Understood:
    """What is asked of the index, and how it was come to."""

    query: Query
    wanted: All | None = None  # none where no part of the query can be asked
    fewer: tuple[All, ...] = ()  # the same with fewer words needed, for when nothing has enough
    words: tuple[str, ...] = ()  # of which `enough` must be there, as typed
    welcome: tuple[str, ...] = ()  # that only help to order: they say little, or most summaries have them
    passed_over: tuple[str, ...] = ()  # that hold the sentence together and are not looked for
    corrected: tuple[Corrected, ...] = ()
    unnamed: tuple[Unnamed, ...] = ()
    marks: Marks = NO_MARKS
    names: tuple[str, ...] = ()  # of authors and journals that were asked for
    meaning: str = ""  # the words whose meaning is asked; empty where there are none

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What was taken otherwise than typed."""
        return self.query.unread

    @property
    def enough(self) -> int:
        """How many of the words must be there."""
        return self.wanted.enough if self.wanted else 0


def understand(query: Query, *, view: View, vocabulary: Vocabulary, find_terms: FindTerms) -> Understood:
    """What a query asks of this view of the index."""
    account = Account()
    reader = _Reader(Units(view, vocabulary, account), account, find_terms)
    wanted = reader.all_of(query.parts)
    steps = _steps(wanted.enough) if wanted else []
    return Understood(
        query=query,
        wanted=wanted,
        fewer=tuple(replace(wanted, enough=number) for number in steps) if wanted else (),
        words=_written(reader.words.needed),
        welcome=_written(reader.words.welcome),
        passed_over=_written(reader.words.passed_over),
        corrected=tuple(account.corrected),
        unnamed=tuple(reader.unnamed),
        marks=reader.marks,
        names=tuple(reader.names),
        meaning=" ".join(account.meant),
    )


def _steps(enough: int) -> list[int]:
    """How many words will do when not enough are found: half of them, then one."""
    return sorted({number for number in ((enough + 1) // 2, 1) if 0 < number < enough}, reverse=True)


@dataclass(frozen=True, kw_only=True)
class _Shares:
    """The words of which enough must be there, those that only help to order, and those not looked for."""

    needed: list[Unit] = field(default_factory=list)
    welcome: list[Unit] = field(default_factory=list)
    passed_over: list[Unit] = field(default_factory=list)


class _Reader:
    """Reads the parts of one query and keeps account."""

    def __init__(self, units: Units, account: Account, find_terms: FindTerms) -> None:
        self._units = units
        self._account = account
        self._find_terms = find_terms
        self.words = _Shares()
        self.unnamed: list[Unnamed] = []
        self.names: list[str] = []
        self.marks = NO_MARKS

    def all_of(self, parts: Sequence[Part], *, is_whole: bool = True) -> All | None:
        """Everything these parts ask for together; None where they ask for nothing.

        Only the words of the whole query are told, not those of brackets and alternatives.
        """
        conditions: list[Wanted] = []
        without: list[Wanted] = []
        units: list[Unit] = []
        together: list[Wanted] = []
        for row in _rows(parts):
            if isinstance(row, list):
                found = self._units.of_row(row)
                units.extend(found)
                together.extend(side_by_side(found))
            elif isinstance(row, Not):
                without.extend(self._excluded(row.part))
            elif (wanted := self._condition(row)) is not None:
                conditions.append(wanted)
        if not (conditions or without or units):
            return None
        shares = _shared_out(units, has_conditions=bool(conditions))
        for unit in shares.needed:
            self.marks = self.marks.and_also(unit.marks)
        if is_whole:
            self.words = shares
        return All(
            parts=tuple(conditions),
            some=tuple(unit.wanted for unit in shares.needed),
            enough=ranking.enough(len(shares.needed)),
            without=tuple(without),
            welcome=(*(unit.wanted for unit in shares.welcome), *together),
        )

    def _condition(self, part: Part) -> Wanted | None:
        """What a part that must be there asks for."""
        match part:
            case Phrase():
                self._account.meant.append(part.text)
                self.marks = self.marks.with_words([part.text])
                return clauses.of_phrase(part.text)
            case Named():
                return self._named(part)
            case Years():
                return Between(field=Field.YEAR, first=part.first or 1, last=part.last)
            case AnyOf():
                found = [one for each in part.parts if (one := self._inside([each])) is not None]
                return clauses.best(found) if found else None
            case Group():
                return self._inside(part.parts)
            case _:
                return self._inside([part])

    def _inside(self, parts: Sequence[Part]) -> All | None:
        return self.all_of(parts, is_whole=False)

    def _named(self, part: Named) -> Wanted | None:
        match part.name:
            case Name.DOI:
                doi = normalise_doi(part.value) or part.value.casefold()
                return Unscored(part=Term(field=Field.DOI, text=doi))
            case Name.AUTHOR | Name.JOURNAL:
                self.names.append(part.value)
                field = Field.AUTHORS if part.name is Name.AUTHOR else Field.JOURNAL
                return clauses.of_name(field, part.value, in_order=part.is_quoted)
            case Name.TOPIC | Name.TYPE:
                return self._term(part)

    def _term(self, part: Named) -> Wanted | None:
        if keys := self._find_terms(part.name, part.value):
            field = Field.TOPIC if part.name is Name.TOPIC else Field.TYPE
            return OneOf(field=field, numbers=keys)
        self.unnamed.append(Unnamed(name=part.name, value=part.value))
        return clauses.of_terms(part.value)

    def _excluded(self, part: Part) -> Iterable[Wanted]:
        """What may not be there; nothing of it is marked, and its meaning is not asked."""
        match part:
            case Typed():
                return [self._units.excluded(part)]
            case Phrase():
                found = clauses.of_phrase(part.text)
            case _:
                aside = _Reader(self._units.without_account(), Account(), self._find_terms)
                found = aside._condition(part)
        return [found] if found is not None else []


def _shared_out(units: list[Unit], *, has_conditions: bool) -> _Shares:
    telling = [unit for unit in units if not unit.is_stop]
    stops = [unit for unit in units if unit.is_stop]
    if not telling and not has_conditions:
        telling, stops = stops, []
    heavy = [unit for unit in telling if not unit.is_light]
    needed = [unit for unit in heavy if not unit.is_common] or heavy or telling
    welcome = [unit for unit in telling if unit not in needed]
    return _Shares(needed=needed, welcome=welcome, passed_over=stops)


def _written(units: Sequence[Unit]) -> tuple[str, ...]:
    return tuple(" ".join(unit.written) for unit in units)


def _rows(parts: Sequence[Part]) -> Iterable[list[Typed] | Part]:
    """Words that stand in a row as one list each, and every other part alone."""
    row: list[Typed] = []
    for part in parts:
        if isinstance(part, Typed):
            row.append(part)
            continue
        if row:
            yield row
            row = []
        yield part
    if row:
        yield row
