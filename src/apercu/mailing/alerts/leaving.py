"""Alerts that leave: one mailing for all that is due, its copies written down in one transaction.

What is read (who chose what, who was told what, who heard when) is read inside that transaction, and a row
of `AlertItem` is unique for a summary and a person: two workers at once, or one that was killed, tell nobody
twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence

from django.db import transaction

from apercu.content.models import Summary
from apercu.mailing import standing
from apercu.mailing.alerts import readers
from apercu.mailing.alerts.deciding import KEPT_FOR, News, news_for
from apercu.mailing.alerts.noticing import earliest_month
from apercu.mailing.choosing import Terms
from apercu.mailing.composing.content import begin_alerts
from apercu.mailing.models import Alert, AlertItem, Delivery, Mailing, MailSettings

WasImported = Callable[[Sequence[int]], frozenset[int]]  # which of these summaries came from an import
Copies = list[tuple[readers.Known, tuple[int, ...]]]

_imports: list[WasImported] = []


def register_import(was_imported: WasImported) -> None:
    """Name who knows what came from an import; `config/wiring.py` does, for rooms on one floor never meet."""
    _imports[:] = [was_imported]


def something_new_is_due(*, at: datetime.datetime) -> bool:
    """Whether an alert's time has come that nobody has looked at yet: one query."""
    return Alert.objects.filter(state=Alert.State.WAITING, leaves_at__lte=at).exists()


def leave(*, at: datetime.datetime) -> Mailing | None:
    """Write down the copies of what is due as one mailing to be sent; None where nobody has news."""
    if not may_leave():
        return None
    with transaction.atomic():
        news = _news(at)
        copies = _copies(news, at)
        # Looked at, whether anybody wanted it or not: who may not hear of it yet is asked for again later.
        Alert.objects.filter(summary_id__in=news, state=Alert.State.WAITING).update(state=Alert.State.TOLD)
        if not copies:
            return None
        told = {key for _reader, keys in copies for key in keys}
        mailing = begin_alerts(summaries=[key for key in news if key in told], at=at)
        mailing.state, mailing.started_at, mailing.progress_at = Mailing.State.SENDING, at, at
        mailing.save(update_fields=["state", "started_at", "progress_at"])
        for start in range(0, len(copies), readers.AT_ONCE):
            _write_down(mailing, copies[start : start + readers.AT_ONCE], at=at)
    return mailing


def may_leave() -> bool:
    """Whether alerts are on, have a sender with an address, and nothing holds the mail back."""
    is_ordered = MailSettings.objects.filter(alerts=True).exists()
    return is_ordered and standing.has_sender() and not standing.is_held()


def _news(at: datetime.datetime) -> dict[int, tuple[News, Summary]]:
    """What may be told now, in the order of publication; on PostgreSQL a second worker waits here."""
    alerts = (
        Alert.objects.select_for_update(of=("self",))
        .filter(leaves_at__lte=at, leaves_at__gt=at - KEPT_FOR)
        .exclude(state=Alert.State.CANCELLED)
        .order_by("published_at", "pk")
    )
    found = {alert.summary_id: alert for alert in alerts}
    summaries = Summary.objects.public().filter(pk__in=found, legacy=False).select_related("digest")
    public = {one.pk: one for one in summaries.prefetch_related("topics", "types")}
    imported = _imports[0](list(found)) if _imports else frozenset()
    return {
        key: (_as_news(alert, public[key]), public[key])
        for key, alert in found.items()
        if key in public and key not in imported and _is_recent(public[key], alert)
    }


def _is_recent(summary: Summary, alert: Alert) -> bool:
    """Whether the month is still one whose summaries are news; an editor may have moved it since."""
    return summary.digest is None or summary.digest.month >= earliest_month(alert.published_at)


def _as_news(alert: Alert, summary: Summary) -> News:
    terms = Terms(
        summary=summary.pk,
        topics=frozenset(one.pk for one in summary.topics.all()),
        types=frozenset(one.pk for one in summary.types.all()),
    )
    return News(terms=terms, published_at=alert.published_at, leaves_at=alert.leaves_at)


def _copies(news: dict[int, tuple[News, Summary]], at: datetime.datetime) -> Copies:
    return list(_wanted([one for one, _summary in news.values()], at)) if news else []


def _wanted(news: Sequence[News], at: datetime.datetime) -> Iterator[tuple[readers.Known, tuple[int, ...]]]:
    for known in readers.of_alerts(at=at):
        if keys := news_for(known.reader, news, at=at):
            yield known, keys


def _write_down(mailing: Mailing, copies: Copies, *, at: datetime.datetime) -> None:
    deliveries = Delivery.objects.bulk_create(
        Delivery(
            mailing=mailing,
            subscriber_id=known.subscriber,
            language=known.language,
            parts=",".join(map(str, keys)),
            next_at=at,
        )
        for known, keys in copies
    )
    AlertItem.objects.bulk_create(
        AlertItem(summary_key=key, subscriber_id=known.subscriber, delivery=delivery)
        for (known, keys), delivery in zip(copies, deliveries, strict=True)
        for key in keys
    )
