"""Tables of subscribers in: who becomes what, with which evidence; who stays out; what is told of each row."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError
from django.utils.timezone import localtime

from apercu.mailing import consent, subscribing, tokens
from apercu.mailing.bringing import running
from apercu.mailing.bringing.counting import Counts
from apercu.mailing.bringing.taking import Taking
from apercu.mailing.models import ConsentEvent, Subscriber, Suppression
from apercu.mailing.subscribing import Choices
from tests.builders import make_topic, make_type
from tests.integration.mailing.importing import DAY, NOON, bring, bring_text, standing, subscribed
from tests.samples import subscribers

pytestmark = pytest.mark.django_db

HEAD = "email,state,consent_source,consent_at,confirmed_at,left_at,blocked,blocked_at\n"
PROOF = "a form,2024-01-05"


def block(subscriber: Subscriber, how: str) -> None:
    Subscriber.objects.filter(pk=subscriber.pk).update(blocked=how, blocked_at=NOON - DAY)


def test_whoever_agreed_elsewhere_is_subscribed_with_the_evidence(tmp_path: Path) -> None:
    rows = bring_text(tmp_path, HEAD + f"Anna@Example.org,active,{PROOF},2024-01-06 10:00,,,\n")
    assert rows == [(2, "subscribed", ())]
    anna = Subscriber.objects.get()
    assert (anna.email, anna.state, anna.all_topics) == ("Anna@Example.org", "active", True)
    (event,) = anna.consent_events.all()
    assert (event.kind, event.source, event.at) == ("imported", "import: list.csv", NOON)
    assert event.details["consent_source"] == "a form"
    assert event.details["consent_at"].startswith("2024-01-05")
    assert event.details["line"] == 2


@pytest.mark.parametrize(
    ("row", "notes"),
    [
        ("a@b.example,active,,,,,,", ("no-proof",)),
        ("a@b.example,active,a form,,,,,", ("no-proof",)),
        ("a@b.example,active,,2024-01-05,,,,", ("no-proof",)),
        ("a@b.example,active,   ,2024-01-05,,,,", ("no-proof",)),
        ("a@b.example,active,a form,31.12.2023,,,,", ("no-proof", "date-unreadable")),
        ("a@b.example,active,a form,2024-02-31,,,,", ("no-proof", "date-unreadable")),
        ("a@b.example,active,a form,1970-01-01,,,,", ("no-proof", "date-unreadable")),
        ("a@b.example,active,a form,2026-05-05,,,,", ("no-proof", "date-to-come")),
        (f"a@b.example,pending,{PROOF},,,,", ("unconfirmed-there",)),
    ],
)
def test_without_a_proof_somebody_is_only_asked(tmp_path: Path, row: str, notes: tuple[str, ...]) -> None:
    assert bring_text(tmp_path, HEAD + row) == [(2, "invited", notes)]
    asked = Subscriber.objects.get()
    assert (asked.state, asked.confirmed_at, asked.confirm_hash) == ("pending", None, "")
    (event,) = asked.consent_events.all()
    assert event.kind == "invited"
    assert event.text is not None
    assert event.text.words == "I agree (en)."


def test_whoever_left_or_bounced_there_is_kept_as_such(tmp_path: Path) -> None:
    rows = bring_text(
        tmp_path,
        HEAD
        + f"left@x.example,unsubscribed,{PROOF},,2025-02-03,,\n"
        + f"date@x.example,active,{PROOF},,2025-02-03,,\n"
        + "bare@x.example,disabled,,,,,,\n"
        + f"back@x.example,active,{PROOF},,,bounced,2025-02-03\n"
        + "gone@x.example,cleaned,,,,,,\n"
        + "spam@x.example,,,,,,complained,\n"
        + f"odd@x.example,active,{PROOF},,not a date,,\n",
    )
    assert [(line, outcome) for line, outcome, _notes in rows] == [(n, "recorded") for n in range(2, 9)]
    assert standing() == {
        "left@x.example": ("left", ""),
        "date@x.example": ("left", ""),
        "bare@x.example": ("left", ""),
        "back@x.example": ("active", "bounced"),
        "gone@x.example": ("pending", "bounced"),
        "spam@x.example": ("pending", "complained"),
        "odd@x.example": ("left", ""),
    }
    assert Subscriber.objects.get(email="left@x.example").left_at is not None
    assert list(
        ConsentEvent.objects.filter(subscriber__email="left@x.example").values_list("kind", flat=True)
    ) == ["imported", "left"]


def test_one_who_bounced_unconfirmed_is_forgotten_and_no_import_asks_again(tmp_path: Path) -> None:
    text = HEAD + "gone@x.example,cleaned,,,,,,\n"
    bring_text(tmp_path, text)
    assert subscribing.forget_unconfirmed(at=NOON + 15 * DAY) == 1
    assert not Subscriber.objects.exists()
    wanted = HEAD + f"gone@x.example,active,{PROOF},,,,\n"
    assert bring_text(tmp_path, wanted) == [(2, "left_alone", ("bounced",))]
    assert not Subscriber.objects.exists()


def test_whoever_left_bounced_complained_or_was_erased_here_stays_out(tmp_path: Path) -> None:
    left, bounced, complained, erased = (
        subscribed(f"{name}@x.example") for name in ("left", "bounced", "complained", "erased")
    )
    subscribing.leave(subscriber=left, source="x", at=NOON)
    block(bounced, "bounced")
    block(complained, "complained")
    subscribing.erase(subscriber=erased, at=NOON)
    before = (standing(), ConsentEvent.objects.count(), Suppression.objects.count())
    names = ("left", "bounced", "complained", "erased")
    text = HEAD + "".join(f"{name.upper()}@X.example,active,{PROOF},,,,\n" for name in names)
    for options in ({}, {"update_choices": True}):
        rows = bring_text(tmp_path, text, **options)
        assert [row[1:] for row in rows] == [
            ("left_alone", ("has-left",)),
            ("left_alone", ("bounced",)),
            ("left_alone", ("complained",)),
            ("left_alone", ("erased",)),
        ]
        assert (standing(), ConsentEvent.objects.count(), Suppression.objects.count()) == before


def test_one_who_left_in_any_row_of_the_file_is_not_subscribed_by_another(tmp_path: Path) -> None:
    rows = bring_text(
        tmp_path,
        HEAD
        + f"a@x.example,active,{PROOF},,,,\nb@x.example,,,,,,,\nA@x.example,left,,,,,,\na@x.example,,,,,,,\n",
    )
    assert [row[1:] for row in rows] == [
        ("doubled", ("doubled",)),
        ("invited", ("no-proof",)),
        ("recorded", ()),
        ("doubled", ("doubled",)),
    ]
    assert standing()["A@x.example"] == ("left", "")


def test_bad_rows_stop_nothing(tmp_path: Path) -> None:
    good = f"good@x.example,active,{PROOF},,,,\n"
    bad = ",active,,,,,,\nnonsense,,,,,,,\na@x.example,perhaps,,,,,,\nb@x.example,,,,,,hm,\n"
    rows = bring_text(tmp_path, HEAD + bad + good)
    assert rows == [
        (2, "failed", ("no-address",)),
        (3, "failed", ("not-an-address",)),
        (4, "failed", ("unknown-state",)),
        (5, "failed", ("unknown-state",)),
        (6, "subscribed", ()),
    ]
    assert list(standing()) == ["good@x.example"]


def test_choices_are_read_by_slug_name_or_alias_and_the_unknown_is_told(tmp_path: Path) -> None:
    empathy, therapy = make_topic(name="Empathy"), make_topic(name="Group therapy", aliases=["groups"])
    survey = make_type(name="Survey")
    text = (
        "email,topics,types,language,often,weekly_cap\n"
        f"a@x.example,{empathy.slug};Groups,SURVEY,fr-CA,alerts,5\n"
        "b@x.example,Empathy;Astrology,,Klingon,hourly,40\n"
        "c@x.example,Astrology,all,,,\n"
    )
    rows = bring_text(tmp_path, text)
    assert [notes for _line, _outcome, notes in rows] == [
        ("no-proof",),
        ("no-proof", "unknown-language", "unknown-often", "cap-unreadable", "unknown-topic"),
        ("no-proof", "unknown-topic", "nothing-chosen"),
    ]
    first, second, third = Subscriber.objects.order_by("pk")
    assert (first.language, first.often, first.weekly_cap) == ("fr", "alerts", 5)
    assert (set(first.topics.all()), set(first.types.all())) == ({empathy, therapy}, {survey})
    assert (second.language, second.often, second.weekly_cap) == ("en", "digest", 2)
    assert (list(second.topics.all()), second.all_types) == ([empathy], True)
    # Who chose what is not here wants not everything instead.
    assert (third.all_topics, list(third.topics.all())) == (False, [])


def test_choices_of_known_people_change_only_when_asked_and_only_those_the_file_has(tmp_path: Path) -> None:
    empathy = make_topic(name="Empathy")
    anna = subscribed("anna@x.example", Choices(language="fr", often="alerts", weekly_cap=4))
    text = "email,topics,weekly_cap\nanna@x.example,Empathy,\n"
    assert bring_text(tmp_path, text) == [(2, "unchanged", ())]
    assert anna.consent_events.count() == 2
    assert bring_text(tmp_path, text, update_choices=True) == [(2, "changed", ())]
    anna.refresh_from_db()
    assert (anna.language, anna.often, anna.weekly_cap) == ("fr", "alerts", 4)
    assert (anna.all_topics, list(anna.topics.all()), anna.all_types) == (False, [empathy], True)
    last = anna.consent_events.last()
    assert last is not None
    assert (last.kind, last.source) == ("changed", "import: list.csv")
    assert bring_text(tmp_path, text, update_choices=True) == [(2, "unchanged", ())]


def test_a_cell_in_the_wrong_column_leaves_no_address_in_the_report(tmp_path: Path) -> None:
    _counts, taken = bring(_written(tmp_path, "email,language\na@x.example,secret@x.example\n"))
    assert [note.detail for one in taken for note in one.notes] == ["", ""]


def test_trying_out_says_what_importing_does_and_writes_nothing(tmp_path: Path) -> None:
    path = subscribers.write(tmp_path / "list.csv", 1200)
    rehearsed, said = bring(path, dry_run=True)
    assert not Subscriber.objects.exists()
    assert not ConsentEvent.objects.exists()
    done, did = bring(path)
    assert [(one.line, one.outcome, one.notes) for one in said] == [
        (one.line, one.outcome, one.notes) for one in did
    ]
    assert rehearsed.as_json() == done.as_json()


@pytest.mark.slow
def test_two_thousand_rows_with_bad_ones_twice(tmp_path: Path) -> None:
    path = subscribers.write(tmp_path / "list.csv", 2000)
    left = subscribed(subscribers.address(0))
    subscribing.leave(subscriber=left, source="x", at=NOON)
    counts, taken = bring(path)
    expected = subscribers.expected(2000)
    expected.update(subscribed=-1, left_alone=1)
    assert dict(counts.outcomes) == {name: number for name, number in expected.items() if number}
    assert [one.line for one in taken] == list(range(2, 2002))
    before = standing()
    assert before[subscribers.address(0)] == ("left", "")
    again, _rows = bring(path, update_choices=True)
    assert set(again.outcomes) == {"unchanged", "left_alone", "doubled", "failed"}
    assert standing() == before


def test_it_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    path = subscribers.write(tmp_path / "list.csv", 1200)
    whole, _rows = bring(path, dry_run=True)
    parts: list[running.Slice] = []

    class Killed(BaseException):
        pass

    def dying(part: running.Slice) -> None:
        if parts:
            raise Killed
        parts.append(part)

    asked = running.Asked(path=path, name="x", said=str)
    counts = Counts()
    with pytest.raises(Killed):
        running.run(asked=asked, clock=lambda: NOON, keep=dying, counts=counts)
    assert (parts[0].done, sum(counts.outcomes.values())) == (500, 500)
    rest = running.Asked(path=path, name="x", said=str, done=500)
    running.run(asked=rest, clock=lambda: NOON, keep=lambda _part: None, counts=counts)
    assert counts.as_json() == whole.as_json()


def test_somebody_who_signs_up_in_the_same_moment_is_taken_as_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = Taking.take
    tries = []

    def racing(self: Taking, rows: object) -> object:
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError
        return take(self, rows)  # type: ignore[arg-type]

    monkeypatch.setattr(Taking, "take", racing)
    assert bring_text(tmp_path, "email\na@x.example\n") == [(2, "invited", ("no-proof",))]
    assert len(tries) == 2


def test_the_words_somebody_was_asked_with_are_the_evidence_of_their_confirmation(tmp_path: Path) -> None:
    bring_text(tmp_path, "email,language\na@x.example,fr\n")
    token = tokens.new_confirmation(subscriber=Subscriber.objects.get(), at=NOON + DAY)
    confirmed = subscribing.confirm(token=token, source="page", at=NOON + DAY)
    assert confirmed is not None
    event = confirmed.consent_events.get(kind="confirmed")
    assert event.text is not None
    assert event.text.words == "I agree (fr)."
    assert consent.text_of("I agree (fr).", language="fr", at=NOON) == event.text


def _written(folder: Path, text: str) -> Path:
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    return path


def test_dates_without_a_zone_are_of_the_sites_clock(tmp_path: Path) -> None:
    bring_text(tmp_path, HEAD + "a@x.example,active,form,2024-07-05 12:00:00,,,,\n")
    confirmed = Subscriber.objects.get().confirmed_at
    assert confirmed is not None
    assert localtime(confirmed).isoformat()[:19] == "2024-07-05T12:00:00"
