"""What the change log says of summaries that are new, or no longer public: a follower of it.

An alert is noted for a summary's first publication only, and only while alerts are on: whoever switches them
on sets off nothing that lies behind.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db.models import Min

from apercu.content.following import Follower
from apercu.content.models import Change, Kind, Summary
from apercu.mailing.models import Alert, MailSettings

_SUMMARY = "summary"
_WITHDRAWN = frozenset({Kind.UNPUBLISHED, Kind.DELETED})


def follow(changes: Sequence[Change]) -> None:
    """Note what is new and cancel what was withdrawn, in the order in which it happened."""
    said = MailSettings.objects.order_by("pk").first() or MailSettings()
    delay = datetime.timedelta(minutes=said.alert_delay)
    firsts = _first_publications(changes) if said.alerts else frozenset()
    for change in changes:
        if change.object_type != _SUMMARY or not change.object_id:
            continue
        if change.kind in _WITHDRAWN:
            _cancel(int(change.object_id), at=change.at)
        elif change.pk in firsts and _is_news(int(change.object_id), at=change.at):
            Alert.objects.get_or_create(
                summary_id=int(change.object_id),
                defaults={"published_at": change.at, "leaves_at": change.at + delay},
            )


def earliest_month(at: datetime.datetime) -> datetime.date:
    """The oldest month whose summaries are news at this time: the previous one."""
    return (at.date().replace(day=1) - datetime.timedelta(days=1)).replace(day=1)


def _first_publications(changes: Sequence[Change]) -> frozenset[int]:
    """The rows among these by which a summary became public for the first time ever."""
    published = {
        change.object_id
        for change in changes
        if change.object_type == _SUMMARY and change.kind == Kind.PUBLISHED and change.object_id
    }
    firsts = (
        Change.objects.filter(object_type=_SUMMARY, kind=Kind.PUBLISHED, object_id__in=published)
        .values("object_id")
        .annotate(first=Min("pk"))
    )
    return frozenset(row["first"] for row in firsts)


def _is_news(key: int, *, at: datetime.datetime) -> bool:
    """Whether the summary is one of today's, and no entry from before the rules."""
    summary = Summary.objects.filter(pk=key).select_related("digest").first()
    if summary is None or summary.legacy:
        return False
    return summary.digest is None or summary.digest.month >= earliest_month(at)


def _cancel(key: int, *, at: datetime.datetime) -> None:
    """Stop an alert that has not left: withdrawn in time, it is told to nobody, ever."""
    Alert.objects.filter(summary_id=key, state=Alert.State.WAITING, leaves_at__gt=at).update(
        state=Alert.State.CANCELLED
    )


FOLLOWER = Follower(name="alerts", follow=follow, rebuild=lambda: None, every=10.0)


def catch_up() -> None:
    """Note all that the log says up to now."""
    while FOLLOWER.step():
        pass
