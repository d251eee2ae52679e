"""Wagtail's two indexes of a record: the desk's listing search, and what refers to what.

Left to signals, a summary with an article and an author would be indexed five times a save (its row, and
each child written), and the listing search reads its whole table at each: so both are done once a block.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backends

Pending = dict[tuple[type[Any], Any], Any]

_pending: ContextVar[Pending | None] = ContextVar("pending", default=None)


@contextmanager
def held_back() -> Iterator[None]:
    """Writes in this block do not reach the reference index by themselves."""
    # Wagtail's module looks models up when it is imported, which ours may not wait for.
    from wagtail.signal_handlers import disable_reference_index_auto_update

    with disable_reference_index_auto_update():
        yield


@contextmanager
def once() -> Iterator[None]:
    """Records saved in this block are indexed at its end, and once; blocks may stand in one another.

    A block that fails forgets its records: what it saved is rolled back with it.
    """
    outer, mine = _pending.get(), Pending()
    token = _pending.set(mine)
    try:
        yield
    finally:
        _pending.reset(token)
    if outer is None:
        _index(mine)
    else:
        outer.update(mine)


def update(record: Any) -> None:
    """Bring both indexes up to date with a saved record, at the end of the block it was saved in."""
    with once():
        pending = _pending.get()
        assert pending is not None
        pending[type(record), record.pk] = record


def _index(pending: Pending) -> None:
    by_model: dict[type[Any], list[Any]] = defaultdict(list)
    for (model, _pk), record in pending.items():
        if ReferenceIndex.model_is_indexable(model):
            ReferenceIndex.create_or_update_for_object(record)
        by_model[model].append(record)
    for backend in get_search_backends(with_auto_update=True):
        for model, records in by_model.items():
            backend.add_bulk(model, records)


def forget_on_delete(model: type[Any]) -> None:
    """Let every deletion of this model, however it comes, leave the listing search too."""
    from django.db.models.signals import post_delete
    from modelsearch.signal_handlers import post_delete_signal_handler

    post_delete.connect(post_delete_signal_handler, sender=model)
