"""What people do with their subscription: ask, confirm, choose, leave, come back, be forgotten.

Each is one transaction with its row of evidence. None of them tells whether an address was known before.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from apercu.content.models import ResearchType, Topic
from apercu.mailing import consent, keys, people, tokens
from apercu.mailing.models import ConsentEvent, Delivery, LinkToken, Subscriber, Suppression

Kind = ConsentEvent.Kind
State = Subscriber.State
UNCONFIRMED_FOR = tokens.CONFIRM_WITHIN


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What somebody wants: everything each month, unless they say otherwise."""

    language: str = "en"
    often: str = Subscriber.Often.DIGEST
    weekly_cap: int = 2
    topics: tuple[str, ...] | None = None  # slugs, of which those that name nothing are left out; none: all
    types: tuple[str, ...] | None = None

    def described(self) -> dict[str, Any]:
        """For the row of evidence."""
        return {
            "language": self.language,
            "often": str(self.often),
            "weekly_cap": self.weekly_cap,
            "topics": "all" if self.topics is None else sorted(self.topics),
            "types": "all" if self.types is None else sorted(self.types),
        }


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the next mail to an address must be: the page shown is the same for each."""

    subscriber: Subscriber
    confirmation: str = ""  # the token of a mail that asks to confirm
    preferences: str = ""  # the token of a mail that says: you are subscribed already


@transaction.atomic
def ask(
    *, email: str, choices: Choices, said: str, said_in: str, source: str, at: datetime.datetime
) -> Asked:
    """Somebody typed an address into the form: NotAnAddress, or what to write to it.

    A new one, one that was not confirmed, one that left and one whose mail came back are asked to confirm;
    one that is subscribed is told so, by mail alone, and nothing of it changes. `said` are the words beside
    the button, `said_in` the language they are in.
    """
    address = people.cleaned(email)
    subscriber, is_new = Subscriber.objects.get_or_create(
        email_key=people.key_of(address),
        defaults={"email": address, "language": choices.language, "created_at": at},
    )
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if subscriber.state == State.ACTIVE and not subscriber.blocked:
        return Asked(subscriber=subscriber, preferences=tokens.new_link(subscriber=subscriber, at=at))
    if is_new or subscriber.state == State.PENDING:
        _choose(subscriber, choices)
    text = consent.text_of(said, language=said_in, at=at)
    consent.note(
        subscriber=subscriber,
        kind=Kind.REQUESTED,
        at=at,
        source=source,
        text=text,
        details=choices.described(),
    )
    return Asked(subscriber=subscriber, confirmation=tokens.new_confirmation(subscriber=subscriber, at=at))


@transaction.atomic
def confirm(*, token: str, source: str, at: datetime.datetime) -> Subscriber | None:
    """Somebody pressed the button of the page a mail led to; None where the link is not good (any more)."""
    found = tokens.to_confirm(token, at=at)
    if found is None:
        return None
    subscriber = Subscriber.objects.select_for_update().get(pk=found.pk)
    if subscriber.confirm_hash != found.confirm_hash:
        return None
    # Whoever came with an import was asked, and these are the words beside the button.
    requests = subscriber.consent_events.filter(kind__in=(Kind.REQUESTED, Kind.INVITED))
    request = requests.order_by("-at", "-pk").first()
    kind = Kind.RETURNED if subscriber.state == State.LEFT else Kind.CONFIRMED
    subscriber.state, subscriber.confirm_hash = State.ACTIVE, ""
    subscriber.confirmed_at, subscriber.left_at = at, None
    # Their own act, by a mail that reached them: what a provider said before is over.
    subscriber.blocked, subscriber.blocked_at = Subscriber.Blocked.NO, None
    subscriber.save()
    if request is not None and kind is Kind.RETURNED:
        _choose(subscriber, _as_choices(request.details))
    consent.note(
        subscriber=subscriber, kind=kind, at=at, source=source, text=request.text if request else None
    )
    Suppression.objects.filter(hash=keys.suppression_hash(subscriber.email_key)).delete()
    # The link that confirmed leads to the preferences from now on: a second click finds no closed door.
    LinkToken.objects.create(hash=found.confirm_hash, subscriber=subscriber, at=at)
    return subscriber


@transaction.atomic
def choose(*, subscriber: Subscriber, choices: Choices, source: str, at: datetime.datetime) -> None:
    """Somebody changed what they want."""
    _choose(subscriber, choices)
    consent.note(subscriber=subscriber, kind=Kind.CHANGED, at=at, source=source, details=choices.described())


@transaction.atomic
def leave(
    *,
    subscriber: Subscriber,
    source: str,
    at: datetime.datetime,
    delivery: Delivery | None = None,
    reason: str = "",
) -> bool:
    """Somebody leaves; whether they had not left before. What waits for them is left out at its turn."""
    gone = Subscriber.objects.filter(~Q(state=State.LEFT), pk=subscriber.pk).update(
        state=State.LEFT, left_at=at, confirm_hash=""
    )
    if not gone:
        return False
    subscriber.refresh_from_db()
    if delivery is not None:
        Delivery.objects.filter(pk=delivery.pk, left_at=None).update(left_at=at)
    details = {"reason": reason} if reason else {}
    consent.note(subscriber=subscriber, kind=Kind.LEFT, at=at, source=source, details=details)
    return True


@transaction.atomic
def come_back(*, subscriber: Subscriber, source: str, at: datetime.datetime) -> bool:
    """Undo leaving; whether they had left. Only somebody who had confirmed once comes back without a mail."""
    back = (
        Subscriber.objects.filter(pk=subscriber.pk, state=State.LEFT)
        .exclude(confirmed_at=None)
        .update(state=State.ACTIVE, left_at=None)
    )
    if not back:
        return False
    subscriber.refresh_from_db()
    # The copy they left by did not drive them away after all.
    Delivery.objects.filter(subscriber=subscriber).exclude(left_at=None).update(left_at=None)
    consent.note(subscriber=subscriber, kind=Kind.RETURNED, at=at, source=source)
    return True


@transaction.atomic
def erase(*, subscriber: Subscriber, at: datetime.datetime) -> None:
    """Forget a person: everything goes but a hash that keeps imports from writing to them again."""
    # A worker that is about to claim this person's copy is waited for, or waits and finds nobody.
    Subscriber.objects.select_for_update().filter(pk=subscriber.pk).first()
    Suppression.objects.update_or_create(
        hash=keys.suppression_hash(subscriber.email_key),
        defaults={"reason": subscriber.blocked or "erased", "at": at},
    )
    events = ConsentEvent.objects.filter(subscriber=subscriber)
    events._raw_delete(events.db)
    subscriber.delete()


def everything_about(subscriber: Subscriber) -> dict[str, Any]:
    """All that is kept about one person, for themselves, as JSON takes it."""
    deliveries = subscriber.deliveries.select_related("mailing").order_by("pk")
    return {
        "email": subscriber.email,
        "state": subscriber.state,
        "reachable": subscriber.blocked or "yes",
        "blocked": _moment(subscriber.blocked_at),
        "asked": _moment(subscriber.created_at),
        "confirmed": _moment(subscriber.confirmed_at),
        "left": _moment(subscriber.left_at),
        "choices": chosen(subscriber).described(),
        "consent": [
            {
                "what": event.kind,
                "at": _moment(event.at),
                "source": event.source,
                "words": event.text.words if event.text else "",
                "language": event.language,
                "details": event.details,
            }
            for event in subscriber.consent_events.select_related("text")
        ],
        "mail": [
            {
                "subject": row.mailing.subject_fr if row.language == "fr" else row.mailing.subject,
                "state": row.state,
                "sent": _moment(row.sent_at),
                "bounced": _moment(row.bounced_at),
            }
            for row in deliveries
        ],
        "bounces": [
            {"kind": one.kind, "at": _moment(one.at), "status": one.status, "said": one.said}
            for one in subscriber.bounces.all()
        ],
        "alerts_of_summaries": list(subscriber.alert_items.values_list("summary_key", flat=True)),
        "links_in_mails": LinkToken.objects.filter(subscriber=subscriber).count(),
    }


def chosen(subscriber: Subscriber) -> Choices:
    """What somebody wants, as they would say it again."""
    return Choices(
        language=subscriber.language,
        often=subscriber.often,
        weekly_cap=subscriber.weekly_cap,
        topics=None if subscriber.all_topics else tuple(subscriber.topics.values_list("slug", flat=True)),
        types=None if subscriber.all_types else tuple(subscriber.types.values_list("slug", flat=True)),
    )


def forget_unconfirmed(*, at: datetime.datetime) -> int:
    """Delete requests nobody confirmed in time, whole; how many.

    Of one that could not be written to stays the hash, so that no import tries again.
    """
    old = Subscriber.objects.filter(state=State.PENDING).filter(
        Q(confirm_asked_at__lte=at - UNCONFIRMED_FOR)
        | Q(confirm_asked_at=None, created_at__lte=at - UNCONFIRMED_FOR)
    )
    gone = 0
    for subscriber in old.iterator():
        with transaction.atomic():
            events = ConsentEvent.objects.filter(subscriber=subscriber)
            events._raw_delete(events.db)
            if subscriber.blocked:
                Suppression.objects.get_or_create(
                    hash=keys.suppression_hash(subscriber.email_key),
                    defaults={"reason": subscriber.blocked, "at": at},
                )
            gone += Subscriber.objects.filter(pk=subscriber.pk, state=State.PENDING).delete()[0] > 0
    return gone


def _choose(subscriber: Subscriber, choices: Choices) -> None:
    subscriber.language = choices.language
    subscriber.often = choices.often
    subscriber.weekly_cap = choices.weekly_cap
    subscriber.all_topics, subscriber.all_types = choices.topics is None, choices.types is None
    subscriber.save()
    subscriber.topics.set(_named(Topic, choices.topics or ()))
    subscriber.types.set(_named(ResearchType, choices.types or ()))


def _named(model: type[Topic] | type[ResearchType], slugs: Iterable[str]) -> Any:
    return model._default_manager.filter(slug__in=list(slugs))


def _as_choices(details: dict[str, Any]) -> Choices:
    """The choices a row of evidence describes."""
    topics, types = details.get("topics", "all"), details.get("types", "all")
    return Choices(
        language=details.get("language", "en"),
        often=details.get("often", Subscriber.Often.DIGEST),
        weekly_cap=details.get("weekly_cap", 2),
        topics=None if topics == "all" else tuple(topics),
        types=None if types == "all" else tuple(types),
    )


def _moment(at: datetime.datetime | None) -> str | None:
    return at.isoformat() if at else None
