"""Small queries, prepared once: Django takes several times as long to write one as a database to answer it.

A page asks ten of them, each the same as last time but for its values. A function that returns a query set is
`prepared` by calling it once with stand-ins for its values; what the database is asked later is that SQL with
the values of the day in the places of the stand-ins. Rows become what the query set makes of them.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeGuard, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

Values = ParamSpec("Values")
Row = TypeVar("Row")

MOST = 256  # values in one list; a query with more is built each time, and its building matters less
# Where the stand-ins begin: a number that fits any integer column, and no query of ours has one so large.
_FIRST_NUMBER = 2_000_000_000
_WORD = "\x1fstands in {}\x1f"

Shape = tuple[tuple[type, int | None], ...]  # of each value its type, and of a list how many it has


class _Ready(NamedTuple):
    """A query as it was built, with the places of its values among the parameters."""

    rows: QuerySet[Any]
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: dict[int, int]  # of a parameter: which of the values, all lists laid out, stands there


def prepared(build: Callable[Values, QuerySet[Any, Row]]) -> Callable[Values, list[Row]]:
    """The rows of the query set a function builds, built once for each type and number of its values.

    Values are whole numbers, words, or lists of either, by position; each must reach the query as it is, and
    nothing else that changes may. Of an empty list there are no rows, and nothing is asked.
    """
    ready: dict[tuple[str, Shape], _Ready] = {}

    @wraps(build)
    def rows(*values: Values.args, **named: Values.kwargs) -> list[Row]:
        assert not named, "values of a prepared query are given by position"
        longest = max((len(value) for value in values if _is_list(value)), default=1)
        if any(_is_list(value) and not value for value in values):
            return []
        if longest > MOST:
            return list(build(*values, **named))
        filled = [_filled(value) if _is_list(value) else value for value in values]
        shape = tuple(_shape(value) for value in filled)
        database = connections[DEFAULT_DB_ALIAS].vendor
        known = ready.get((database, shape))
        if known is None:
            known = ready[database, shape] = _built(build, shape)
        return list(_asked(known, list(_laid_out(filled))))

    return rows


def _shape(value: Any) -> tuple[type, int | None]:
    return (type(value[0]), len(value)) if _is_list(value) else (type(value), None)


def _built(build: Callable[..., QuerySet[Any, Any]], shape: Shape) -> _Ready:
    numbers = iter(range(sum(many or 1 for _type, many in shape)))
    stand_ins = [
        [_stand_in(kind, next(numbers)) for _ in range(many)] if many else _stand_in(kind, next(numbers))
        for kind, many in shape
    ]
    rows = build(*stand_ins)
    compiler = rows.query.get_compiler(using=rows.db)
    sql, parameters = compiler.as_sql()
    which = {value: number for number, value in enumerate(_laid_out(stand_ins))}
    places = {place: which[one] for place, one in enumerate(parameters) if _is_value(one) and one in which}
    if sorted(set(places.values())) != list(range(len(which))):
        raise ValueError(
            f"{build.__qualname__} cannot be prepared: not each of its values reaches the query as it is."
        )
    return _Ready(rows=rows, compiler=compiler, sql=sql, parameters=tuple(parameters), places=places)


def _asked(ready: _Ready, values: Sequence[Any]) -> QuerySet[Any, Any]:
    # Of the type the parameter had: PostgreSQL's adapter tells by it how wide a number's column is.
    parameters = tuple(
        type(one)(values[ready.places[place]]) if place in ready.places else one
        for place, one in enumerate(ready.parameters)
    )
    query = cast(Any, _Query(ready, parameters))
    rows: Any = QuerySet(ready.rows.model, query=query, using=ready.rows.db)
    rows._iterable_class = ready.rows._iterable_class
    return cast("QuerySet[Any, Any]", rows)


class _Query:
    """What a query set asks of its query, answered from one that was built before."""

    def __init__(self, ready: _Ready, parameters: tuple[Any, ...]) -> None:
        self._ready = ready
        self._parameters = parameters

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ready.rows.query, name)

    def get_compiler(self, using: str, **_rest: Any) -> Any:
        compiler = copy.copy(self._ready.compiler)
        compiler.connection = connections[using]  # each thread has its own
        compiler.as_sql = lambda *_args, **_named: (self._ready.sql, self._parameters)
        return compiler


def _stand_in(kind: type, number: int) -> Any:
    return _FIRST_NUMBER + number if kind is int else _WORD.format(number)


def _filled(values: Sequence[Any]) -> list[Any]:
    """A list with its last value said again until it is a power of two long: so few shapes are built."""
    wanted = 1 << (len(values) - 1).bit_length()
    return [*values, *[values[-1]] * (wanted - len(values))]


def _laid_out(values: Sequence[Any]) -> Iterator[Any]:
    for value in values:
        if _is_list(value):
            yield from value
        else:
            yield value


def _is_list(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    return isinstance(value, (list, tuple))


def _is_value(value: object) -> bool:
    return isinstance(value, (int, str)) and not isinstance(value, bool)
