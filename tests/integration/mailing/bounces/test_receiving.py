"""What a report changes, and what it must not."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apercu.mailing import keys, subscribing
from apercu.mailing.bounces import reading, rule
from apercu.mailing.bounces.finding import Ignored
from apercu.mailing.bounces.receiving import Outcome, What, of_subscriber, receive
from apercu.mailing.bounces.report import Kind, Report
from apercu.mailing.models import Bounce, ConsentEvent, Delivery, Mailing, MailKeys, Subscriber
from apercu.mailing.on_request import unblock
from tests.integration.mailing.bounces.sent import DAY, NOON, copy_for, mark, message_id, reader, report

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "bounces"


def take(told: Report, *, at: datetime.datetime = NOON + DAY) -> Outcome:
    return receive(report=told, at=at, source="mailbox")


def state_of_everything() -> dict[str, Any]:
    return {
        "people": list(Subscriber.objects.order_by("pk").values_list("pk", "state", "blocked", "blocked_at")),
        "copies": list(Delivery.objects.order_by("pk").values_list("pk", "bounced_at")),
        "reports": list(
            Bounce.objects.order_by("identity").values_list(
                "identity", "kind", "at", "status", "said", "source"
            )
        ),
    }


def blocks(person: Subscriber) -> list[dict[str, Any]]:
    return [event.details for event in person.consent_events.filter(kind=ConsentEvent.Kind.BLOCKED)]


def test_a_hard_bounce_blocks_at_once_and_says_why() -> None:
    person = reader()
    copy = copy_for(person)
    outcome = take(report(copy))
    assert (outcome.what, outcome.blocked) == (What.NOTED, "bounced")
    person.refresh_from_db()
    copy.refresh_from_db()
    assert (person.state, person.blocked, person.blocked_at) == ("active", "bounced", NOON + DAY)
    assert copy.bounced_at == NOON + DAY
    assert blocks(person) == [{"reason": "hard", "status": "5.1.1", "said": "no such user"}]
    (heard,) = of_subscriber(person)
    assert (heard.kind, heard.status, heard.source, heard.mailing) == (
        "hard", "5.1.1", "mailbox", copy.mailing.name,
    )  # fmt: skip


def test_a_complaint_blocks_at_once_outweighs_a_bounce_and_is_no_bounce_of_the_copy() -> None:
    person = reader()
    first, second = copy_for(person), copy_for(person)
    take(report(first))
    assert take(report(second, Kind.COMPLAINT)).blocked == "complained"
    person.refresh_from_db()
    second.refresh_from_db()
    assert (person.blocked, second.bounced_at) == ("complained", None)
    assert [one["reason"] for one in blocks(person)] == ["hard", "complaint"]
    assert take(report(second)).blocked == ""  # a bounce takes no complaint back


def test_soft_bounces_block_after_the_fifth_copy_in_thirty_days() -> None:
    person = reader()
    copies = [copy_for(person, at=NOON + day * DAY) for day in range(5)]
    for day, copy in enumerate(copies[:4]):
        assert take(report(copy, Kind.SOFT), at=NOON + day * DAY).blocked == ""
    # The fifth report of the fourth copy is no fifth copy.
    assert take(report(copies[3], Kind.SOFT), at=NOON + 4 * DAY) == Outcome(what=What.KNOWN)
    assert take(report(copies[4], Kind.SOFT), at=NOON + 29 * DAY).blocked == "bounced"
    assert blocks(person)[0]["reason"] == "soft"


def test_five_soft_bounces_in_more_than_thirty_days_block_nothing() -> None:
    person = reader()
    for number in range(12):
        at = NOON + 7.5 * number * DAY
        assert take(report(copy_for(person, at=at), Kind.SOFT), at=at).blocked == ""


def test_what_is_no_failure_counts_nowhere() -> None:
    copy = copy_for(reader())
    before = state_of_everything()
    for kind in (Kind.DELAYED, Kind.DELIVERED, Kind.AUTOMATIC):
        assert take(report(copy, kind)).what is What.NOT_COUNTED
    unknown = take(report(copy, Kind.UNKNOWN))
    assert (unknown.what, unknown.is_for_a_person) == (What.NOT_UNDERSTOOD, True)
    assert state_of_everything() == before


def forged(copy: Delivery, other: Delivery) -> dict[str, tuple[Report, Ignored]]:
    """Reports that somebody writes who never had this copy, or had another one."""
    own, others = mark(copy), mark(other)
    local, domain = own.split("@")
    number, signature = local.rpartition("+")[2].split("-")
    false = f"bounces+{number}-{'a' * 12}@{domain}"
    swapped = f"bounces+{number}-{others.split('-')[1]}"
    name = copy.mailing.name

    def told(
        *addresses: str, ids: tuple[str, ...] = (), to: tuple[str, ...] = ("anna@example.com",)
    ) -> Report:
        return Report(kind=Kind.COMPLAINT, bounce_addresses=addresses, message_ids=ids, recipients=to)

    return {
        "no mark": (told(), Ignored.UNMARKED),
        "an invented signature": (told(false), Ignored.FALSE),
        "another copy's signature": (told(swapped), Ignored.FALSE),
        "a cut signature": (told(own.replace(signature, signature[:11])), Ignored.FALSE),
        "an invented Message-ID": (told(ids=(f"<{name}.{'0' * 32}@digest.example.org>",)), Ignored.FALSE),
        "another copy's Message-ID": (told(ids=(message_id(other),)), Ignored.FALSE),
        "a Message-ID without the recipient": (told(ids=(message_id(copy),), to=()), Ignored.FALSE),
        "both marks, of different copies": (told(own, ids=(message_id(other),)), Ignored.CONTRADICTORY),
        "marks of two copies": (told(own, others), Ignored.SEVERAL),
    }


@pytest.mark.parametrize("how", [
    "no mark", "an invented signature", "another copy's signature", "a cut signature", "an invented Message-ID",
    "another copy's Message-ID", "a Message-ID without the recipient", "both marks, of different copies",
    "marks of two copies",
])  # fmt: skip
def test_a_forged_report_changes_nothing(how: str) -> None:
    copy, other = copy_for(reader()), copy_for(reader("mallory@example.net"))
    told, why = forged(copy, other)[how]
    before = state_of_everything()
    assert take(told) == Outcome(what=What.IGNORED, why=str(why))
    assert state_of_everything() == before
    assert not ConsentEvent.objects.exists()


@pytest.fixture
def copies() -> list[Delivery]:
    """Twelve copies for two people: made once, for every example of a law."""
    one, other = reader(), reader("ben@example.com")
    return [copy_for(one if number % 3 else other) for number in range(12)]


A_LAW = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(
    address=st.from_regex(r"bounces\+[0-9a-z]{1,13}-[a-z2-7]{12}@digest\.example\.org", fullmatch=True),
    sign=st.from_regex(r"[0-9a-f]{32}", fullmatch=True),
)
@settings(A_LAW, max_examples=40)
def test_no_guess_is_believed(copies: list[Delivery], address: str, sign: str) -> None:
    ids = (f"<{copies[1].mailing.name}.{sign}@digest.example.org>",)
    told = Report(
        kind=Kind.HARD, bounce_addresses=(address,), message_ids=ids, recipients=("anna@example.com",)
    )
    assert take(told).what is What.IGNORED
    assert not Bounce.objects.exists()


def test_a_report_without_our_mark_counts_by_message_id_and_recipient() -> None:
    person = reader("Änna@exämple.example")
    copy = copy_for(person, name="2026-11")
    told = Report(
        kind=Kind.COMPLAINT,
        message_ids=(message_id(copy),),
        recipients=("somebody@example.net", "not an address", "änna@EXÄMPLE.example"),
    )
    assert take(told).blocked == "complained"


def test_a_copy_whose_number_was_given_out_twice_after_a_restore_blocks_nobody() -> None:
    earlier = message_id(copy_for(reader("somebody.else@example.org"), name="lost"))
    copy = copy_for(reader())
    told = Report(kind=Kind.HARD, bounce_addresses=(mark(copy),), message_ids=(earlier,))
    assert take(told).why == Ignored.CONTRADICTORY


def test_a_copy_that_is_gone_or_whose_reader_was_erased_changes_nobody() -> None:
    person = reader()
    copy = copy_for(person)
    told = report(copy)
    subscribing.erase(subscriber=person, at=NOON)
    assert take(told).what is What.IGNORED
    Mailing.objects.all().delete()
    assert take(told) == Outcome(what=What.IGNORED, why=str(Ignored.GONE))
    assert not Bounce.objects.exists()


def test_somebody_who_left_is_left_as_they_are() -> None:
    person = reader()
    copy = copy_for(person)
    subscribing.leave(subscriber=person, source="one-click", at=NOON)
    before = Subscriber.objects.values().get()
    assert take(report(copy)) == Outcome(what=What.NOTED)
    assert Subscriber.objects.values().get() == before
    assert blocks(person) == []
    assert Bounce.objects.get().subscriber == person


def test_undoing_writes_who_did_it_and_begins_counting_anew() -> None:
    person = reader()
    copies = [copy_for(person, at=NOON + day * DAY) for day in range(5)]
    for copy in copies:
        take(report(copy, Kind.SOFT), at=NOON + 5 * DAY)
    person.refresh_from_db()
    assert person.blocked == "bounced"
    assert unblock(subscriber=person, by="berta", reason="It was our relay.", at=NOON + 6 * DAY)
    assert (person.blocked, person.blocked_at) == ("", None)
    event = person.consent_events.get(kind=ConsentEvent.Kind.UNBLOCKED)
    assert (event.source, event.details) == ("desk: berta", {"was": "bounced", "reason": "It was our relay."})
    assert not unblock(subscriber=person, by="berta", reason="It was our relay.", at=NOON + 6 * DAY)
    # A report about a copy from before comes late; five new copies are needed.
    assert take(report(copies[0]), at=NOON + 7 * DAY).blocked == ""
    for day in range(7, 12):
        person.refresh_from_db()
        assert person.blocked == ""
        take(report(copy_for(person, at=NOON + day * DAY), Kind.SOFT), at=NOON + day * DAY)
    person.refresh_from_db()
    assert person.blocked == "bounced"


def test_a_complaint_counts_even_about_a_copy_from_before_the_undoing() -> None:
    person = reader()
    copy = copy_for(person)
    take(report(copy))
    person.refresh_from_db()
    unblock(subscriber=person, by="berta", reason="They asked.", at=NOON + 2 * DAY)
    assert take(report(copy, Kind.COMPLAINT), at=NOON + 3 * DAY).blocked == "complained"


def test_who_confirmed_anew_is_not_blocked_by_what_was_told_before() -> None:
    person = reader(confirmed_at=NOON + DAY)
    assert take(report(copy_for(person, at=NOON)), at=NOON + 2 * DAY).blocked == ""


def test_a_bounce_of_the_former_address_does_not_block_the_new_one() -> None:
    person = reader()
    copy = copy_for(person)
    ConsentEvent.objects.create(
        subscriber=person, kind=ConsentEvent.Kind.MOVED, at=NOON + DAY, source="preferences", language="en"
    )
    assert take(report(copy), at=NOON + 2 * DAY).blocked == ""
    assert take(report(copy, Kind.COMPLAINT), at=NOON + 2 * DAY).blocked == ""


def test_a_sample_goes_all_the_way() -> None:
    expected = yaml.safe_load((SAMPLES / "expected.yaml").read_text("utf-8"))
    MailKeys.objects.create(pk=1, signing=expected["key"])
    assert keys.of_the_mail().signing == expected["key"]
    person = reader(pk=expected["subscriber"])
    copy_for(person, name=expected["mailing"], pk=expected["delivery"])
    told = {name: reading.read((SAMPLES / f"{name}.eml").read_bytes()) for name in expected["mails"]}
    for name, one in told.items():
        outcome = take(one)
        is_counted = expected["mails"][name]["kind"] in {"hard", "soft", "complaint"}
        assert (outcome.what in {What.NOTED, What.KNOWN}) == is_counted, (name, outcome)
    person.refresh_from_db()
    assert person.blocked == "complained"
    assert person.bounces.count() == 3  # one for each kind, for it is one copy


TOLD = st.tuples(
    st.integers(0, 11),  # which copy
    st.sampled_from([Kind.HARD, Kind.SOFT, Kind.SOFT, Kind.SOFT, Kind.COMPLAINT]),
    st.integers(0, 80),  # on which day
    st.sampled_from(["5.1.1", "4.2.2"]),
)


def _end(copies: list[Delivery], history: list[tuple[int, Kind, int, str]]) -> dict[str, Any]:
    """The state in which these reports end, none of which stays."""
    with transaction.atomic():
        for number, kind, day, status in history:
            take(report(copies[number], kind, status=status), at=NOON + day * DAY)
        state = state_of_everything()
        transaction.set_rollback(True)
    return state


@given(history=st.lists(TOLD, min_size=1, max_size=8), data=st.data())
@settings(A_LAW, max_examples=15)
def test_any_order_and_any_repetition_of_the_same_reports_end_in_the_same_state(
    copies: list[Delivery], history: list[tuple[int, Kind, int, str]], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(history), max_size=4))
    shuffled = data.draw(st.permutations(history + again))
    assert _end(copies, shuffled) == _end(copies, history)


def test_the_rule_looks_at_a_window_that_moves() -> None:
    def soft(*days: float) -> list[rule.Told]:
        return [rule.Told(kind="soft", at=NOON + day * DAY, copy=number) for number, day in enumerate(days)]

    assert rule.verdict(soft(0, 1, 2, 3, 30)) is None  # thirty days later is outside
    found = rule.verdict(soft(0, 20, 21, 22, 23, 24))
    assert found is not None
    assert (found.reason, found.since) == (Kind.SOFT, NOON + 23 * DAY)
