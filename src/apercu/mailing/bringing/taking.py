"""A slice of rows: looked up together, decided one by one, written together with their evidence."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from apercu.content.models import ResearchType, Topic
from apercu.mailing import consent, keys
from apercu.mailing.bringing.counting import Taken
from apercu.mailing.bringing.deciding import Decision, decide
from apercu.mailing.bringing.rows import Row
from apercu.mailing.bringing.terms import Picked
from apercu.mailing.models import ConsentEvent, ConsentText, Subscriber, SubscriberImportRow, Suppression
from apercu.mailing.subscribing import Choices, choose, chosen
from apercu.sources.draft import Caveat

Kind = ConsentEvent.Kind
Outcome = SubscriberImportRow.Outcome
State = Subscriber.State
_TOPICS, _TYPES = Subscriber.topics.through, Subscriber.types.through


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What is the same for every row of an import."""

    source: str  # for the evidence: "import: list.csv"
    at: datetime.datetime
    update_choices: bool
    said: Callable[[str], str]  # what somebody agrees to who confirms, by language


@dataclass(kw_only=True)
class _Known:
    """Who of a slice is here already, and who was erased."""

    subscribers: Mapping[str, Subscriber]
    suppressed: Mapping[str, Suppression]


@dataclass(kw_only=True)
class Taking:
    """Takes slices, each in the caller's transaction."""

    circumstances: Circumstances
    _texts: dict[str, ConsentText] = field(default_factory=dict, init=False)

    def rehearse(self, rows: Sequence[Row]) -> list[Taken]:
        """What `take` would do; nothing is written."""
        known = _known(rows)
        return [_taken(row, self._decision(row, known), known.subscribers.get(row.key)) for row in rows]

    def take(self, rows: Sequence[Row]) -> list[Taken]:
        """Do it; IntegrityError where somebody signed up between the look and the writing."""
        known = _known(rows)
        decided = [(row, self._decision(row, known)) for row in rows]
        new = self._add([(row, one.state) for row, one in decided if one.state is not None])
        for row, one in decided:
            if one.outcome is Outcome.CHANGED:
                self._change(row, known.subscribers[row.key])
        return [_taken(row, one, known.subscribers.get(row.key) or new.get(row.key)) for row, one in decided]

    def _decision(self, row: Row, known: _Known) -> Decision:
        subscriber = known.subscribers.get(row.key)
        is_other = subscriber is not None and self.circumstances.update_choices and _differs(row, subscriber)
        return decide(
            row=row, known=subscriber, suppressed=known.suppressed.get(row.key), has_new_choices=is_other
        )

    def _add(self, decided: Sequence[tuple[Row, State]]) -> dict[str, Subscriber]:
        made = Subscriber.objects.bulk_create([self._person(row, state) for row, state in decided])
        new = {subscriber.email_key: subscriber for subscriber in made}
        rows = [row for row, _state in decided]
        _TOPICS._default_manager.bulk_create(
            _TOPICS(subscriber_id=new[row.key].pk, topic_id=key)
            for row in rows
            for key in sorted(_keys(row.wishes.topics))
        )
        _TYPES._default_manager.bulk_create(
            _TYPES(subscriber_id=new[row.key].pk, researchtype_id=key)
            for row in rows
            for key in sorted(_keys(row.wishes.types))
        )
        ConsentEvent.objects.bulk_create(event for row in rows for event in self._evidence(row, new[row.key]))
        return new

    def _person(self, row: Row, state: State) -> Subscriber:
        """Somebody as they are written down; one to be asked has no link to confirm yet (`inviting`)."""
        at, wishes, default = self.circumstances.at, row.wishes, Choices()
        is_active = state is State.ACTIVE
        return Subscriber(
            email=row.email,
            email_key=row.key,
            language=wishes.language or default.language,
            often=wishes.often or default.often,
            weekly_cap=wishes.weekly_cap or default.weekly_cap,
            all_topics=wishes.topics is None or wishes.topics.all,
            all_types=wishes.types is None or wishes.types.all,
            state=state,
            blocked=row.blocked,
            blocked_at=(row.blocked_at or at) if row.blocked else None,
            created_at=row.created_at or (row.consent_at if is_active else None) or at,
            confirmed_at=row.confirmed_at or (row.consent_at if is_active else None),
            left_at=(row.left_at or at) if state is State.LEFT else None,
            confirm_asked_at=at if state is State.PENDING else None,
        )

    def _evidence(self, row: Row, subscriber: Subscriber) -> Iterable[ConsentEvent]:
        """What the row proves, in the order in which it happened."""
        proof = _proof(row)
        if row.has_proof and subscriber.state != State.PENDING:
            yield self._event(subscriber, Kind.IMPORTED, details=proof)
        if subscriber.state == State.LEFT:
            yield self._event(subscriber, Kind.LEFT, details={"left_at": _moment(subscriber.left_at)})
        if subscriber.state == State.PENDING:
            text = self._text(subscriber.language)
            yield self._event(subscriber, Kind.INVITED, details=proof, text=text)
        if subscriber.blocked:
            details = {"reason": subscriber.blocked, "blocked_at": _moment(subscriber.blocked_at)}
            yield self._event(subscriber, Kind.BLOCKED, details=details)

    def _event(
        self, subscriber: Subscriber, kind: Kind, *, details: dict[str, Any], text: ConsentText | None = None
    ) -> ConsentEvent:
        return ConsentEvent(
            subscriber=subscriber,
            kind=kind,
            at=self.circumstances.at,
            text=text,
            language=subscriber.language,
            source=self.circumstances.source[:300],
            details=details,
        )

    def _text(self, language: str) -> ConsentText:
        if language not in self._texts:
            said = self.circumstances.said(language)
            self._texts[language] = consent.text_of(said, language=language, at=self.circumstances.at)
        return self._texts[language]

    def _change(self, row: Row, subscriber: Subscriber) -> None:
        wishes, now = row.wishes, chosen(subscriber)
        choices = Choices(
            language=wishes.language or now.language,
            often=wishes.often or now.often,
            weekly_cap=wishes.weekly_cap or now.weekly_cap,
            topics=_slugs(wishes.topics, Topic) if wishes.topics else now.topics,
            types=_slugs(wishes.types, ResearchType) if wishes.types else now.types,
        )
        at, source = self.circumstances.at, self.circumstances.source
        choose(subscriber=subscriber, choices=choices, source=source, at=at)


def _known(rows: Sequence[Row]) -> _Known:
    """In this order: who is erased between the two questions stands in the answer to the second."""
    ours = [row.key for row in rows]
    people = Subscriber.objects.filter(email_key__in=ours).prefetch_related("topics", "types")
    subscribers = {one.email_key: one for one in people}
    hashes = keys.suppression_hashes(key for key in ours if key not in subscribers)
    kept = Suppression.objects.in_bulk(list(hashes.values()))
    return _Known(
        subscribers=subscribers,
        suppressed={key: kept[hashed] for key, hashed in hashes.items() if hashed in kept},
    )


def _differs(row: Row, subscriber: Subscriber) -> bool:
    """Whether the row chooses something else than somebody has; what it does not say is no difference."""
    wishes = row.wishes
    plain = (
        (wishes.language, subscriber.language),
        (wishes.often, subscriber.often),
        (wishes.weekly_cap, subscriber.weekly_cap),
    )
    picked = (
        (wishes.topics, subscriber.all_topics, subscriber.topics),
        (wishes.types, subscriber.all_types, subscriber.types),
    )
    return any(wish is not None and wish != now for wish, now in plain) or any(
        wish is not None
        and (wish.all != has_all or (not wish.all and wish.keys != {one.pk for one in terms.all()}))
        for wish, has_all, terms in picked
    )


def _taken(row: Row, decision: Decision, subscriber: Subscriber | None) -> Taken:
    why = (Caveat(code=decision.note),) if decision.note else ()
    return Taken(
        line=row.line,
        outcome=decision.outcome,
        notes=(*why, *row.notes),
        subscriber=subscriber.pk if subscriber else None,
    )


def _keys(picked: Picked | None) -> frozenset[int]:
    return picked.keys if picked else frozenset()


def _slugs(picked: Picked, model: Any) -> tuple[str, ...] | None:
    if picked.all:
        return None
    return tuple(model._default_manager.filter(pk__in=picked.keys).values_list("slug", flat=True))


def _proof(row: Row) -> dict[str, Any]:
    """Where and when they agreed, as the file has it."""
    given = {
        "consent_source": row.consent_source,
        "consent_at": _moment(row.consent_at),
        "confirmed_at": _moment(row.confirmed_at),
    }
    return {"line": row.line, **{name: value for name, value in given.items() if value}}


def _moment(at: datetime.datetime | None) -> str | None:
    return at.isoformat() if at else None
