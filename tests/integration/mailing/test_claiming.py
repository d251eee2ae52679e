"""The queue: whose hands a copy is in, leases that run out, and what is looked at again at the last moment."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from apercu.mailing import subscribing, tokens
from apercu.mailing.models import Delivery, LinkToken, Mailing, Subscriber
from apercu.mailing.sending import acting, claiming, holding, reasons, starting
from apercu.mailing.sending.claiming import Reserved
from tests.integration.mailing import sending_sites as sites
from tests.integration.mailing.sending_sites import AT

pytestmark = pytest.mark.django_db

LEASE = datetime.timedelta(minutes=15)
LATER = AT + LEASE + datetime.timedelta(seconds=1)
State = Delivery.State


@pytest.fixture
def mailing() -> Mailing:
    """A mailing being sent to ten."""
    sites.a_sender()
    sites.subscribers(10)
    made = sites.a_mailing()
    starting.start(mailing=made, by=None, at=AT, freeze=sites.freeze)
    return made


def reserve(mailing: Mailing, worker: str, size: int = 1) -> list[Reserved]:
    return claiming.reserve(mailing=mailing.pk, worker=worker, at=AT, lease=LEASE, size=size)


def claim(row: Reserved, worker: str) -> bool:
    return claiming.claim(row, worker=worker, at=AT, lease=LEASE, token_hash=tokens.fresh().hash)


def state_of(row: Reserved) -> str:
    return Delivery.objects.get(pk=row.delivery).state


def test_workers_have_different_copies_in_their_hands(mailing: Mailing) -> None:
    taken = [row.delivery for worker in ("a", "b", "c") for row in reserve(mailing, worker, 4)]
    assert len(taken) == len(set(taken)) == 10
    assert reserve(mailing, "d", 4) == []


def test_a_claim_leaves_a_link_by_which_its_copy_is_known(mailing: Mailing) -> None:
    (row,), token = reserve(mailing, "a"), tokens.fresh()
    assert claiming.claim(row, worker="a", at=AT, lease=LEASE, token_hash=token.hash)
    followed = tokens.followed(token.token)
    assert followed is not None
    assert (followed.subscriber_id, followed.delivery_id) == (row.subscriber, row.delivery)


def test_what_nobody_claimed_in_time_waits_again_and_what_was_claimed_is_unclear(mailing: Mailing) -> None:
    waiting, claimed = reserve(mailing, "a", 2)
    assert claim(claimed, "a")
    claiming.recover(at=AT)
    assert (state_of(waiting), state_of(claimed)) == (State.RESERVED, State.CLAIMED)
    claiming.recover(at=LATER)
    assert (state_of(waiting), state_of(claimed)) == (State.QUEUED, State.UNCLEAR)
    assert Delivery.objects.get(pk=claimed.delivery).reason == reasons.WORKER_GONE


def test_who_lost_a_copy_to_another_cannot_claim_it(mailing: Mailing) -> None:
    (row,) = reserve(mailing, "slow")
    claiming.recover(at=LATER)
    others = claiming.reserve(mailing=mailing.pk, worker="quick", at=LATER, lease=LEASE, size=10)
    assert row.delivery in {other.delivery for other in others}
    assert not claim(row, "slow")
    assert LinkToken.objects.count() == 0
    assert not claiming.leave_out(row, worker="slow")
    claiming.give_back(row, worker="slow")
    assert state_of(row) == State.RESERVED


def test_a_slow_worker_still_says_that_the_server_has_it(mailing: Mailing) -> None:
    (row,) = reserve(mailing, "slow")
    claim(row, "slow")
    claiming.recover(at=LATER)
    assert claiming.sent(delivery=row.delivery, worker="slow", at=LATER)
    assert state_of(row) == State.SENT


def test_even_when_somebody_put_it_back_and_nobody_has_taken_it(mailing: Mailing) -> None:
    (row,) = reserve(mailing, "slow")
    claim(row, "slow")
    claiming.recover(at=LATER)
    acting.send_again(delivery=Delivery.objects.get(pk=row.delivery), by=None, at=LATER)
    assert claiming.sent(delivery=row.delivery, worker="slow", at=LATER)
    assert state_of(row) == State.SENT


def test_but_not_when_another_has_it_in_hand(mailing: Mailing) -> None:
    (row,) = reserve(mailing, "slow")
    claim(row, "slow")
    claiming.recover(at=LATER)
    acting.send_again(delivery=Delivery.objects.get(pk=row.delivery), by=None, at=LATER)
    claiming.reserve(mailing=mailing.pk, worker="quick", at=LATER, lease=LEASE, size=10)
    assert not claiming.sent(delivery=row.delivery, worker="slow", at=LATER)
    assert state_of(row) == State.RESERVED


def leave(person: Subscriber) -> None:
    subscribing.leave(subscriber=person, source="one-click", at=AT)


def be_blocked(person: Subscriber) -> None:
    Subscriber.objects.filter(pk=person.pk).update(blocked=Subscriber.Blocked.BOUNCED)


def be_erased(person: Subscriber) -> None:
    subscribing.erase(subscriber=person, at=AT)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [(leave, reasons.LEFT), (be_blocked, reasons.BLOCKED), (be_erased, reasons.ERASED)],
)
def test_who_left_at_the_last_moment_gets_no_copy(
    mailing: Mailing, happens: Callable[[Subscriber], None], reason: str
) -> None:
    (row,) = reserve(mailing, "a")
    happens(Subscriber.objects.get(pk=row.subscriber))
    assert not claim(row, "a")
    assert claiming.leave_out(row, worker="a")
    left_out = Delivery.objects.get(pk=row.delivery)
    assert (left_out.state, left_out.reason) == (State.SKIPPED, reason)


def test_who_was_erased_before_is_left_out_when_their_turn_comes(mailing: Mailing) -> None:
    be_erased(Subscriber.objects.order_by("pk").first() or pytest.fail("nobody is there"))
    assert len(reserve(mailing, "a", 10)) == 9
    assert sites.states(mailing) == {State.RESERVED: 9, State.SKIPPED: 1}


def test_an_address_that_was_changed_meanwhile_is_not_written_to(mailing: Mailing) -> None:
    (row,) = reserve(mailing, "a")
    Subscriber.objects.filter(pk=row.subscriber).update(email="new@example.org", email_key="new@example.org")
    assert not claim(row, "a")
    assert not claiming.leave_out(row, worker="a")  # it is written anew, to the new one
    claiming.give_back(row, worker="a")
    assert {one.email for one in reserve(mailing, "a", 10)} >= {"new@example.org"}


def pause(mailing: Mailing) -> None:
    acting.pause(mailing=mailing, by=None, at=AT)


def hold(_mailing: Mailing) -> None:
    holding.hold(reason=holding.RESTORED, at=AT)


def cancel(mailing: Mailing) -> None:
    acting.cancel(mailing=mailing, by=None, at=AT)


@pytest.mark.parametrize("happens", [pause, hold, cancel])
def test_a_mailing_stopped_between_reserving_and_claiming_sends_nothing_more(
    mailing: Mailing, happens: Callable[[Mailing], None]
) -> None:
    (row,) = reserve(mailing, "a")
    happens(mailing)
    assert not claim(row, "a")
    assert not claiming.leave_out(row, worker="a")
    claiming.give_back_all(worker="a")
    assert state_of(row) == (State.CANCELLED if happens is cancel else State.QUEUED)


def test_a_copy_put_off_after_its_mailing_was_cancelled_does_not_wait_for_ever(mailing: Mailing) -> None:
    (row,) = reserve(mailing, "a")
    claim(row, "a")
    cancel(mailing)
    assert state_of(row) == State.CLAIMED  # the server may have it
    claiming.put_off(row, worker="a", until=LATER, said="451 later")
    assert state_of(row) == State.CANCELLED


def test_a_mailing_is_finished_when_nothing_is_in_anybodys_hands(mailing: Mailing) -> None:
    *most, last = reserve(mailing, "a", 10)
    for row in most:
        claim(row, "a")
        claiming.sent(delivery=row.delivery, worker="a", at=AT)
    claim(last, "a")
    assert not claiming.finish(mailing=mailing.pk, at=AT)
    claiming.recover(at=LATER)
    assert claiming.finish(mailing=mailing.pk, at=LATER)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.finished_at) == (Mailing.State.SENT, LATER)
    assert not claiming.finish(mailing=mailing.pk, at=LATER)


def test_how_many_are_at_it_is_seen_in_the_rows(mailing: Mailing) -> None:
    assert claiming.workers(at=AT) == 0
    for worker in ("a", "b"):
        reserve(mailing, worker, 2)
    assert claiming.workers(at=AT) == 2
    assert claiming.workers(at=LATER) == 0  # both died
