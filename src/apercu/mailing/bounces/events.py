"""An event of a provider, in Anymail's form, read into a report.

Anymail says that something bounced; whether for good only the provider's own words tell. A permanent failure
is believed unless the server's answer beside it is about the mail or about us (`judging`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from apercu.mailing.bounces import judging, marks
from apercu.mailing.bounces.report import LONGEST_SAID, Kind, Report

_MOST_TEXTS = 2000  # of an event: headers of the mail and the event's own fields are fewer than a hundred
_OTHERS = {
    EventType.DEFERRED: Kind.DELAYED,
    EventType.QUEUED: Kind.DELIVERED,
    EventType.SENT: Kind.DELIVERED,
    EventType.DELIVERED: Kind.DELIVERED,
}
# What a provider would not even try, by what it remembers of the address.
_REFUSED = {
    RejectReason.SPAM: Kind.COMPLAINT,
    RejectReason.BOUNCED: Kind.HARD,
    RejectReason.INVALID: Kind.HARD,
}
# Words by which providers tell apart what Anymail does not, each in its own field.
_FIELDS = (
    ("Type",),  # Postmark
    ("event",),  # Brevo
    ("bounce", "bounceType"),  # Amazon SES
    ("data", "bounce", "type"),  # Resend
    ("type",),  # SendGrid
    ("event-data", "severity"),  # Mailgun
)
_FOR_GOOD = frozenset({"hardbounce", "hard_bounce", "invalid_email", "permanent", "bounce"})
_FOR_NOW = frozenset(
    {"softbounce", "soft_bounce", "transient", "temporary", "undetermined", "blocked", "spamnotification"}
)


def report_of(event: AnymailTrackingEvent) -> Report:
    """What an event says, with every mark of ours that stands anywhere in it."""
    said = str(event.mta_response or event.description or "")
    judged = judging.judged(status=_status(event.esp_event), said=said)
    texts = list(_texts(event.esp_event))
    return Report(
        kind=_kind(event, said=said, judged=judged),
        recipients=(str(event.recipient),) if event.recipient else (),
        status=judged.status,
        said=" ".join(said.split())[:LONGEST_SAID],
        bounce_addresses=marks.bounce_addresses(texts),
        message_ids=marks.message_ids(texts),
    )


def _kind(event: AnymailTrackingEvent, *, said: str, judged: judging.Judged) -> Kind:
    words = _words_of_the_provider(event.esp_event)
    if event.event_type == EventType.COMPLAINED:
        # Postmark's "SpamNotification" is a filter's doing, not a person's.
        return Kind.SOFT if "spamnotification" in words else Kind.COMPLAINT
    if event.event_type == EventType.REJECTED:
        return _REFUSED.get(event.reject_reason, Kind.SOFT)
    if event.event_type != EventType.BOUNCED:
        return _OTHERS.get(event.event_type, Kind.AUTOMATIC)
    if _code(event.esp_event) == 607:  # Mailgun: it complained before
        return Kind.COMPLAINT
    if words & _FOR_NOW or event.reject_reason in {RejectReason.BLOCKED, RejectReason.TIMED_OUT}:
        return Kind.SOFT
    if words & _FOR_GOOD:
        return Kind.SOFT if judging.is_about_us(status=judged.status, said=said) else Kind.HARD
    return judged.kind


def _words_of_the_provider(event: Any) -> set[str]:
    found = {str(_at(event, *path)).lower() for path in _FIELDS}
    if (is_hard := _at(event, "hard_bounce")) is not None:  # Mailjet
        found.add("permanent" if is_hard else "temporary")
    return found


def _status(event: Any) -> str:
    for path in (("event-data", "delivery-status", "enhanced-code"), ("status",)):
        if found := judging.status_in(str(_at(event, *path) or "")):
            return found
    recipients = _at(event, "bounce", "bouncedRecipients")  # Amazon SES
    if isinstance(recipients, list) and recipients:
        return judging.status_in(str(_at(recipients[0], "status") or ""))
    return ""


def _code(event: Any) -> object:
    return _at(event, "event-data", "delivery-status", "code")


def _at(event: Any, *path: str) -> Any:
    """The value at a path through mappings, or None."""
    for name in path:
        if not isinstance(event, Mapping):
            return None
        event = event.get(name)
    return event


def _texts(event: Any) -> Iterator[str]:
    """Every text in an event, however deep."""
    waiting, left = [event], _MOST_TEXTS
    while waiting and left:
        one = waiting.pop()
        left -= 1
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
