"""On which pages the related summaries may be others, once some summaries have changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from apercu.pagecache.exporting.facts import Facts, standing
from apercu.reading.viewdata.summary import RELATED
from apercu.search import meaning
from apercu.search.live import live
from apercu.search.related import FROM, related

NEAREST = 100  # summaries looked at around each that changed
SHARING = 300  # so few that share a topic with one are all looked at


def touched_by(
    keys: Collection[int], *, before: Facts, after: Facts, shown: Mapping[int, tuple[str, ...]]
) -> set[int]:
    """The summaries whose pages may show others as related now; `shown` is what they show.

    Exact in an archive where few share a topic. In a larger one those near to what changed are looked at: a
    summary far from it in which it takes the place of another one all the same is left to a whole export.
    """
    stand = standing(keys, before, after)
    slugs, topics = {one.slug for one in stand}, {topic for one in stand for topic in one.topics}
    touched = {key for key, some in shown.items() if not slugs.isdisjoint(some)}
    sharing = {key for key, one in after.summaries.items() if not topics.isdisjoint(one.topics)}
    snapshot = live.snapshot() if meaning.is_on() else None
    if snapshot is None:  # shared topics decide
        return touched | sharing
    candidates = sharing if len(sharing) <= SHARING else set()
    for key in keys:
        vector = snapshot.vectors.of(key)
        if vector is not None:
            candidates |= {near for near, _ in snapshot.vectors.nearest(vector, at_least=FROM, most=NEAREST)}
    for key in candidates - touched:
        if (one := after.summaries.get(key)) is not None:
            now = related(key, topics=one.topics, most=RELATED)
            slugs_now = tuple(after.summaries[other].slug for other in now if other in after.summaries)
            if not now or slugs_now != shown.get(key):
                touched.add(key)
    return touched
