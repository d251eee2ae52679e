"""Topics, research types and the month of a summary, changed from outside its form.

A public summary may have changes that are not public yet. They stay so: what is asked for is done to what
readers see and to the latest draft, each by itself. A revision of each is kept, so that history tells it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.locks import ScheduledForPublishLock, WorkflowLock

from apercu.content import desk_index, rules
from apercu.content.models import Digest, ResearchType, Summary, Topic
from apercu.content.models.change import acting, lock_edition

Turn = Callable[[Any], bool]  # does it to a record in memory; whether anything was different before


class Locked(Exception):
    """Somebody or something holds the summary: the message says who or what."""


def set_topics(*, summary: Summary, add: Iterable[Topic] = (), take: Iterable[Topic] = (), by: Any) -> bool:
    """Put topics on a summary and take topics off; whether anything changed."""
    adding, taking = list(add), {topic.pk for topic in take}

    def turn(record: Any) -> bool:
        before = list(record.topics.all())
        kept = [topic for topic in before if topic.pk not in taking]
        return _replaced(record, "topics", before, [*kept, *(one for one in adding if one not in kept)])

    return _arrange(summary, turn, by)


def set_types(*, summary: Summary, types: Iterable[ResearchType], by: Any) -> bool:
    """Give a summary these research types and no others; whether anything changed."""
    wanted = list(types)
    return _arrange(summary, lambda record: _replaced(record, "types", list(record.types.all()), wanted), by)


def set_digest(*, summary: Summary, digest: Digest | None, by: Any) -> bool:
    """Move a summary to a month, where it stands last, or out of its month; whether anything changed."""

    def turn(record: Any) -> bool:
        if record.digest_id == (digest.pk if digest else None):
            return False
        record.digest, record.position = digest, _last_place(digest)
        return True

    return _arrange(summary, turn, by)


def _arrange(summary: Summary, turn: Turn, by: Any) -> bool:
    with transaction.atomic(), acting(by), desk_index.once():
        lock_edition()
        row = Summary.objects.select_related("latest_revision").get(pk=summary.pk)
        _refuse_where_locked(row, by)
        if not row.live:
            return _arrange_draft(row.get_latest_revision_as_object(), turn, by)
        draft = row.get_latest_revision_as_object() if row.has_unpublished_changes else None
        in_public = _arrange_public(row, turn, by)
        in_draft = turn(draft) if draft is not None else False
        if draft is not None and (in_public or in_draft):
            draft.save_revision(user=by, clean=False, log_action=in_draft)  # the draft stays the latest
        return in_public or in_draft


def _arrange_public(row: Any, turn: Turn, by: Any) -> bool:
    """Do it to what readers see. What the summary lacked before may stay lacking; nothing more may."""
    before = {problem.code for problem in rules.blocking_problems(row.draft_facts())}
    if not turn(row):
        return False
    after = rules.blocking_problems(row.draft_facts())
    if new := [problem for problem in after if problem.code not in before]:
        raise rules.Unpublishable(new, record=row)
    row.save()
    row.live_revision = row.save_revision(user=by, clean=False, changed=False, log_action=True)
    row.save(update_fields=["live_revision"])
    return True


def _arrange_draft(draft: Any, turn: Turn, by: Any) -> bool:
    if not turn(draft):
        return False
    draft.save()  # a draft's row shows its latest text on the desk's listing
    draft.save_revision(user=by, clean=False, log_action=True)
    return True


def _refuse_where_locked(row: Any, by: Any) -> None:
    lock = row.get_lock()
    if lock is None or not lock.for_user(by):
        return
    if isinstance(lock, ScheduledForPublishLock):
        raise Locked(_("It is scheduled to become public; cancel that first."))
    if isinstance(lock, WorkflowLock):
        raise Locked(_("It is in review; only its reviewers may change it now."))
    raise Locked(_("Somebody has locked it."))


def _replaced(record: Any, field: str, before: list[Any], after: list[Any]) -> bool:
    if {one.pk for one in before} == {one.pk for one in after}:
        return False
    setattr(record, field, after)
    return True


def _last_place(digest: Digest | None) -> int:
    if digest is None:
        return 0
    last = digest.summaries.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1
