"""Summaries near to one in meaning, those on the same topics a little nearer."""

from __future__ import annotations

from collections.abc import Collection

from apercu.search import meaning
from apercu.search.engine import Damaged
from apercu.search.live import Snapshot, live
from apercu.search.schema import Field
from apercu.search.wanted import All, OneOf

FROM = 0.4  # the cosine from which a summary is related (docs/features/search.md)
TOPIC = 0.06  # what each topic in common adds
_LOOKED_AT = 40  # the nearest ones, among which topics decide


def related(key: int, *, topics: Collection[int], most: int) -> list[int]:
    """The keys of the summaries nearest to this one, the nearest first; none where the index cannot say."""
    snapshot = live.at_hand()
    if snapshot is None or not meaning.is_on():
        return []
    vector = snapshot.vectors.of(key)
    if vector is None:
        return []
    near = dict(snapshot.vectors.nearest(vector, at_least=FROM, most=_LOOKED_AT))
    near.pop(key, None)
    try:
        shared = _shared(snapshot, set(near), topics)
    except Damaged:
        live.report_damage()
        return []
    scores = {other: closeness + TOPIC * shared.get(other, 0) for other, closeness in near.items()}
    return sorted(scores, key=lambda other: (-scores[other], other))[:most]


def _shared(snapshot: Snapshot, keys: Collection[int], topics: Collection[int]) -> dict[int, int]:
    """How many of these topics each of these summaries carries; one that is not in the index, none."""
    shared: dict[int, int] = {}
    these = snapshot.view.prepared(OneOf(field=Field.KEY, numbers=tuple(keys)))
    for topic in topics:
        both = All(parts=(these, OneOf(field=Field.TOPIC, numbers=(topic,))))
        for hit in snapshot.view.best(both, limit=len(keys)):
            shared[hit.key] = shared.get(hit.key, 0) + 1
    return shared
