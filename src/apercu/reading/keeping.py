"""What many pages share is kept for as long as nothing public changes: the edition says whether it did.

A request asks for the edition once (`one_edition`, put around every public one by `config/middleware.py`),
and all that is kept answers to that one number. So a page is made of one state of what it shares, and what is
built while somebody publishes is kept under the earlier number: the next request builds it again. Nothing of
an earlier edition stays in memory once the thing is asked for in a later one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Generic, TypeVar

from django.utils.translation import get_language

from apercu.content import changes

Value = TypeVar("Value")
Key = TypeVar("Key", bound=Hashable)

_asked: ContextVar[list[changes.Stamp] | None] = ContextVar("edition_of_this_request", default=None)


@contextmanager
def one_edition() -> Iterator[None]:
    """Inside it the edition is asked for once, before all that depends on it; nested, the outer holds.

    It is bound to the context, so that another thread's answer is never taken for this one's.
    """
    if _asked.get() is not None:
        yield
        return
    token = _asked.set([])
    try:
        yield
    finally:
        _asked.reset(token)


def edition() -> changes.Stamp:
    """The edition this request is answered from; outside of `one_edition` the present one: 1 query."""
    asked = _asked.get()
    if asked is None:
        return changes.stamp()
    if not asked:
        asked.append(changes.stamp())
    return asked[0]


class _Kept(Generic[Key, Value]):
    """Values of one edition by their keys, at most so many; of more, the one that was built first goes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of: tuple[changes.Stamp | None, dict[Key, Value]] = (None, {})

    def get(self, key: Key, build: Callable[[], Value]) -> Value:
        """The value, built where it is not at hand; the edition is asked for first, so it is never too old.

        Two threads may build the same at once: both are right. Edition and values change places together.
        """
        present = edition()
        stamp, values = self._of
        if stamp != present:
            values = {}
            self._of = (present, values)
        if key in values:
            return values[key]
        value = build()
        if len(values) >= self._most:
            for oldest in list(values)[: 1 + len(values) - self._most]:
                values.pop(oldest, None)
        values[key] = value
        return value


def by_edition(build: Callable[[], Value]) -> Callable[[], Value]:
    """Build once an edition and language."""
    kept: _Kept[str, Value] = _Kept(most=8)

    @wraps(build)
    def value() -> Value:
        return kept.get(get_language() or "", build)

    return value


def in_any_language(build: Callable[[], Value]) -> Callable[[], Value]:
    """Build once an edition: what is the same in every language."""
    kept: _Kept[None, Value] = _Kept(most=1)

    @wraps(build)
    def value() -> Value:
        return kept.get(None, build)

    return value


def of_each(*, most: int) -> Callable[[Callable[[Key], Value]], Callable[[Key], Value]]:
    """Build once an edition for each of the keys asked for, and keep at most so many: in no language."""

    def decorated(build: Callable[[Key], Value]) -> Callable[[Key], Value]:
        kept: _Kept[Key, Value] = _Kept(most=most)

        @wraps(build)
        def value(key: Key) -> Value:
            return kept.get(key, lambda: build(key))

        return value

    return decorated
