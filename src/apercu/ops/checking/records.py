"""The records against what follows from them: the change log, the search index, the followers."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Max

from apercu.content import changes, following
from apercu.content.models import Change, Digest, Summary
from apercu.content.models.change import Kind
from apercu.ops.checking import Asked, Finding, good, problem, warning
from apercu.search import generations, indexing
from apercu.search.live import live

BEHIND_AT_MOST = 500  # changes
_NAMED = 3  # records named in a sentence


def look_at_log(_asked: Asked) -> Iterator[Finding]:
    """Whether every public page stands in the change log as public, and nothing else does."""
    whole = True
    for model in (Summary, Digest):
        name = str(model._meta.model_name)
        if Change.objects.filter(object_type=name, object_id="").exists():
            yield good(
                f"Records of the kind “{name}” were once changed all at once; their log is not compared."
            )
            continue
        last = dict(
            Change.objects.filter(object_type=name, kind__in=[Kind.PUBLISHED, Kind.UNPUBLISHED, Kind.DELETED])
            .values_list("object_id")
            .annotate(last=Max("id"))
            .values_list("object_id", "last")
        )
        published = set(
            Change.objects.filter(pk__in=last.values(), kind=Kind.PUBLISHED).values_list(
                "object_id", flat=True
            )
        )
        public = {str(pk) for pk in model._base_manager.filter(live=True).values_list("pk", flat=True)}
        for keys, what in (
            (public - published, "are public and the change log does not say so"),
            (published - public, "are public by the change log and are not"),
        ):
            if keys:
                whole = False
                yield problem(
                    f"{len(keys)} records of the kind “{name}” {what}: {_some(keys)}.",
                    "Open them on the desk and publish or withdraw them anew; feeds then know.",
                )
    if whole:
        yield good("What is public and what the change log says agree.")


def look_at_index(_asked: Asked) -> Iterator[Finding]:
    """Whether the search index holds the public summaries, as they are now."""
    public = indexing.count()
    present = generations.present()
    if public > settings.SEARCH_IN_MEMORY and (present is None or not present.has_folder):
        yield warning(
            "There is no search index on disk.",
            "Run `apercu rebuild_search`; a site that is being served does so by itself.",
        )
        return
    while live.step():
        pass
    snapshot = live.snapshot()
    held = len(snapshot.view) if snapshot else -1
    if snapshot is None or held != indexing.count():
        yield problem(
            f"The search index holds {max(held, 0)} summaries and {public} are public.",
            "Run `apercu rebuild_search`.",
        )
    else:
        yield good(f"The search index holds all {held} public summaries, up to change {snapshot.stamp[0]}.")


def look_at_followers(_asked: Asked) -> Iterator[Finding]:
    """Whether what is derived from the records keeps up with the log."""
    edition = changes.edition()
    for follower in following.followers():
        if not follower.is_shared:
            continue  # each process has its own; /readyz of that process tells
        behind = edition - follower.mark()
        if behind < 0 or behind > BEHIND_AT_MOST:
            yield problem(
                f"“{follower.name}” has come to change {follower.mark()} of {edition}.",
                "See that `apercu serve` (or `serve --only-jobs`) runs; its log has the reason.",
            )
        else:
            yield good(f"“{follower.name}” is {behind} changes behind the log.")


def _some(keys: set[str]) -> str:
    named = sorted(keys, key=lambda key: (len(key), key))[:_NAMED]
    return ", ".join(named) + (" …" if len(keys) > _NAMED else "")
