"""A public summary with all its forms need: fetched for every request, but for an export only once.

An export asks for eight forms of each summary one after the other; fetching it takes longer than printing
most of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from apercu.content.models import Summary
from apercu.reading.carrying import whole_summary

_kept: ContextVar[dict[str, Summary | None] | None] = ContextVar("summary_at_hand", default=None)


@contextmanager
def keeping_the_last() -> Iterator[None]:
    """Within this block, keep the summary asked for last: only for who minds what is published meanwhile."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def public_summary(slug: str) -> Summary | None:
    """The public summary with this slug, or None: 6 queries."""
    kept = _kept.get()
    if kept is not None and slug in kept:
        return kept[slug]
    record = whole_summary(slug)
    if kept is not None:
        kept.clear()
        kept[slug] = record
    return record
