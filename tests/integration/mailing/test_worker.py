"""The worker beside a real server: everybody gets it, and what goes wrong stops what it should and no more."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from apercu.mailing.composing.prepared import Prepared
from apercu.mailing.models import Delivery, LinkToken, Mailing, MailState, Subscriber
from apercu.mailing.sending import acting, claiming, holding, pausing, reasons
from apercu.mailing.sending.pace import Pace
from apercu.mailing.sending.relay import Relay
from apercu.mailing.sending.worker import Worker
from tests.integration.mailing import sending_sites as sites
from tests.integration.mailing.sending_sites import AT
from tests.ports import free_port
from tests.smtp_sink import Faults, Sink, sinking

pytestmark = pytest.mark.django_db

SECONDS = datetime.timedelta(seconds=1)


class Time:
    """The hour of the day and the seconds nobody can set, both ours to let pass."""

    def __init__(self) -> None:
        self.passed = 0.0

    def clock(self) -> datetime.datetime:
        return AT + self.passed * SECONDS

    def since(self) -> float:
        return self.passed

    def pass_by(self, seconds: float) -> None:
        self.passed += seconds


def go_on() -> bool:
    return False


def worker_for(port: int | None, time: Time, **given: Any) -> Worker:
    relay = None if port is None else Relay(host="127.0.0.1", port=port, hello="test.example.org")
    chosen = {"pace": Pace(connecting=5, answering=5, taking=5), **given}
    return Worker(
        relay=relay, write=sites.write, freeze=sites.freeze, since=time.since, sleep=time.pass_by, **chosen
    )


def a_mailing_to(number: int, **settings: Any) -> Mailing:
    sites.a_sender(**settings)
    sites.subscribers(number)
    mailing = sites.a_mailing()
    acting.send(mailing=mailing, by=None, at=AT, freeze=sites.freeze)
    return mailing


def work(worker: Worker, time: Time, *, turns: int = 100) -> None:
    """Turn after turn until there is nothing more to do."""
    for _ in range(turns):
        if not worker.turn(time.clock, go_on):
            return


def state_of(mailing: Mailing) -> str:
    return str(Mailing.objects.values_list("state", flat=True).get(pk=mailing.pk))


def test_everybody_gets_one_and_the_mailing_is_finished(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(120), Time()
    with sinking(tmp_path) as sink:
        work(worker_for(sink.port, time), time)
        kept = sink.accepted()
    assert sites.emails(kept) == sorted(f"reader{one}@example.org" for one in range(120))
    assert len({sign for sign, _to in kept}) == 120
    assert all(re.fullmatch(r"<2026-01\.[0-9a-f]{32}@example\.org>", sign) for sign, _to in kept)
    assert sites.states(mailing) == {"sent": 120}
    assert LinkToken.objects.values("delivery").distinct().count() == 120
    mailing.refresh_from_db()
    assert (mailing.state, mailing.finished_at, mailing.progress_at) == ("sent", AT, AT)
    assert MailState.objects.get().worker_seen_at == AT


def test_one_bad_address_stops_nothing(tmp_path: Path) -> None:
    sites.a_sender()
    sites.a_subscriber("rené@example.org")  # letters this server does not know
    Subscriber.objects.create(email="nobody@a..b", email_key="nobody", state="active", created_at=AT)
    sites.subscribers(3)
    mailing, time = sites.a_mailing(), Time()
    acting.send(mailing=mailing, by=None, at=AT, freeze=sites.freeze)
    with sinking(tmp_path, Faults(ascii_only=1.0)) as sink:
        work(worker_for(sink.port, time), time)
    assert sites.states(mailing) == {"failed": 2, "sent": 3}
    why = reasons.sentence_of(sites.copy_of(mailing, "rené@example.org").reason)
    assert why == "The mail server takes no addresses with letters beyond ASCII before the @."
    assert sites.copy_of(mailing, "nobody@a..b").reason == reasons.NO_ADDRESS
    assert state_of(mailing) == "sent"


def test_a_copy_that_is_put_off_is_tried_ever_later_and_fails_in_the_end(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(1), Time()
    delays = (60 * SECONDS, 300 * SECONDS)
    with sinking(tmp_path, Faults(put_off=1.0)) as sink:
        worker = worker_for(sink.port, time, pace=Pace(delays=delays, connecting=5, answering=5))
        for attempt, delay in enumerate(delays, start=1):
            work(worker, time)
            copy = mailing.deliveries.get()
            assert (copy.state, copy.attempts, copy.next_at) == ("queued", attempt, time.clock() + delay)
            assert copy.reason == "450 4.2.0 greylisted"
            time.pass_by(delay.total_seconds() - 1)
            work(worker, time)
            assert mailing.deliveries.get().attempts == attempt  # not before its time
            time.pass_by(1)
        work(worker, time)
    copy = mailing.deliveries.get()
    assert (copy.state, copy.attempts) == ("failed", 3)
    assert state_of(mailing) == "sent"


def test_copies_the_server_refuses_are_kept_with_its_reason(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(3), Time()
    with sinking(tmp_path, Faults(refused=1.0)) as sink:
        work(worker_for(sink.port, time), time)
    assert {copy.reason for copy in mailing.deliveries.all()} == {"550 5.1.1 no such user"}
    assert sites.states(mailing) == {"failed": 3}


def test_a_server_that_refuses_one_after_another_pauses_the_mailing(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(40), Time()
    with sinking(tmp_path, Faults(refused=1.0)) as sink:
        work(worker_for(sink.port, time, pace=Pace(refusals=10)), time)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.paused_for) == ("paused", "refusals")
    assert sites.states(mailing) == {"failed": 10, "queued": 30}


def test_a_relay_that_is_away_for_long_pauses_the_mailing_with_a_sentence() -> None:
    mailing, time = a_mailing_to(2), Time()
    worker = worker_for(free_port(), time)
    tries = 0
    while state_of(mailing) == "sending":
        work(worker, time)
        tries += 1
        assert sites.states(mailing) == {"queued": 2}
        assert mailing.deliveries.filter(attempts=0).count() == 2  # no fault of theirs
        time.pass_by(601)
    assert tries == len(Pace().waits) + 1 >= 6
    mailing.refresh_from_db()
    assert pausing.sentence_of(mailing).startswith(
        "The mail server could not be reached, time and again. Resume when it answers. Said was: “[Errno 111]"
    )


def test_a_relay_that_comes_back_in_time_is_used_and_nobody_is_bothered(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(2), Time()
    worker = worker_for(free_port(), time)
    work(worker, time)
    work(worker, time)  # it waits, and asks nobody
    with sinking(tmp_path) as sink:
        back = worker_for(sink.port, time)
        work(back, time)
    assert (state_of(mailing), sites.states(mailing)) == ("sent", {"sent": 2})


def test_a_sender_that_is_refused_pauses_at_once_and_resumed_it_goes_on(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(3), Time()
    with sinking(tmp_path, Faults(sender_refused=1.0)) as sink:
        work(worker_for(sink.port, time), time)
    mailing.refresh_from_db()
    assert (mailing.state, mailing.paused_for) == ("paused", "sender")
    assert mailing.paused_said == "553 5.7.1 not for this sender"
    acting.resume(mailing=mailing, by=None, at=AT)
    with sinking(tmp_path) as sink:
        work(worker_for(sink.port, time), time)
    assert sites.states(mailing) == {"sent": 3}


def test_without_a_server_in_the_settings_the_desk_is_told() -> None:
    mailing, time = a_mailing_to(1), Time()
    work(worker_for(None, time), time)
    mailing.refresh_from_db()
    assert "APERCU_EMAIL_URL" in pausing.sentence_of(mailing)
    assert sites.states(mailing) == {"queued": 1}


def test_a_mailing_that_cannot_be_written_stands_still_and_another_goes_out(tmp_path: Path) -> None:
    broken, time = a_mailing_to(2), Time()
    sound = sites.a_mailing()
    acting.send(mailing=sound, by=None, at=AT, freeze=sites.freeze)

    def write(mailing: Mailing, language: str, parts: tuple[int, ...]) -> Prepared:
        if mailing.pk == broken.pk:
            raise LookupError("a summary is gone")
        return sites.write(mailing, language, parts)

    with sinking(tmp_path) as sink:
        worker = worker_for(sink.port, time)
        worker.write = write
        work(worker, time)
    broken.refresh_from_db()
    assert (broken.state, broken.paused_for, broken.paused_said) == ("paused", "composing", "LookupError")
    assert (sites.states(broken), sites.states(sound)) == ({"queued": 2}, {"sent": 2})


def test_two_mailings_take_turns(tmp_path: Path) -> None:
    large, time = a_mailing_to(12), Time()
    small = sites.a_mailing()
    acting.send(mailing=small, by=None, at=AT, freeze=sites.freeze)
    with sinking(tmp_path) as sink:
        worker = worker_for(sink.port, time, pace=Pace(batch=4, connecting=5, answering=5))
        worker.turn(time.clock, go_on)
        worker.close()
    assert sites.states(large) == sites.states(small) == {"queued": 8, "sent": 4}


def test_who_is_told_to_stop_finishes_the_copy_in_hand_and_gives_the_others_back(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(20), Time()
    with sinking(tmp_path) as sink:

        def enough() -> bool:
            return len(sink.accepted()) >= 3

        assert not worker_for(sink.port, time).turn(time.clock, enough)
        assert len(sink.accepted()) == 3
    assert sites.states(mailing) == {"sent": 3, "queued": 17}
    assert set(mailing.deliveries.filter(state="queued").values_list("worker", "lease_until")) == {("", None)}


def test_copies_leave_as_slowly_as_the_settings_say(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(30, a_minute=60), Time()
    with sinking(tmp_path) as sink:
        work(worker_for(sink.port, time), time)
    assert sites.states(mailing) == {"sent": 30}
    assert 28 <= time.passed <= 31


def test_nothing_leaves_while_mail_is_held_and_no_scheduled_one_begins(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(2), Time()
    later = sites.a_mailing()
    acting.schedule(mailing=later, send_at=AT + SECONDS, by=None, at=AT, freeze=sites.freeze)
    holding.hold(reason=holding.RESTORED, at=AT)
    time.pass_by(10)
    with sinking(tmp_path) as sink:
        worker = worker_for(sink.port, time)
        work(worker, time)
        assert sink.accepted() == []
        assert (state_of(later), later.deliveries.count()) == ("scheduled", 0)
        holding.release(by=None, at=time.clock())
        work(worker, time)
        assert len(sink.accepted()) == 4
    assert (state_of(mailing), state_of(later)) == ("sent", "sent")


def test_an_unclear_copy_sent_again_bears_the_same_message_id(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(1), Time()
    with sinking(tmp_path, Faults(lost=1.0)) as sink:
        work(worker_for(sink.port, time), time)
        first = {sign for _what, sign, _to in sink.lines() if sign}
    assert sites.states(mailing) == {"unclear": 1}
    assert not worker_for(free_port(), time).turn(time.clock, go_on)
    assert state_of(mailing) == "sent"  # nothing more can be done without a person
    acting.send_again(delivery=mailing.deliveries.get(), by=None, at=AT)
    with sinking(tmp_path) as sink:
        work(worker_for(sink.port, time), time)
        assert {sign for sign, _to in sink.accepted()} == first
    assert sites.states(mailing) == {"sent": 1}


def test_what_was_sent_while_the_database_was_away_is_written_down_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailing, time = a_mailing_to(3), Time()
    written: Callable[..., bool] = claiming.sent
    away = [True]

    def sent(**told: Any) -> bool:
        if away:
            away.clear()
            raise OperationalError("the database is away")
        return written(**told)

    monkeypatch.setattr(claiming, "sent", sent)
    with sinking(tmp_path) as sink:
        worker = worker_for(sink.port, time)
        with pytest.raises(OperationalError):
            worker.turn(time.clock, go_on)
        worker.close()
        assert sites.states(mailing) == {"claimed": 1, "queued": 2}
        time.pass_by(16 * 60)  # its lease is over: another calls it unclear
        claiming.recover(at=time.clock())
        assert Delivery.objects.filter(state="unclear").count() == 1
        work(worker, time)
        assert len(sink.accepted()) == 3
    assert sites.states(mailing) == {"sent": 3}


def test_a_lost_reply_for_each_copy_is_trouble_and_makes_few_of_them_unclear(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(50), Time()
    with sinking(tmp_path, Faults(lost=1.0)) as sink:
        worker = worker_for(sink.port, time)
        while state_of(mailing) == "sending":
            work(worker, time)
            time.pass_by(601)
    mailing.refresh_from_db()
    assert mailing.paused_for == "unreachable"
    assert sites.states(mailing) == {"unclear": len(Pace().waits) + 1, "queued": 50 - len(Pace().waits) - 1}


def test_the_sink_sees_the_address_bounces_come_back_to(tmp_path: Path) -> None:
    mailing, time = a_mailing_to(1, bounces="returns@example.org"), Time()
    with sinking(tmp_path) as sink:
        work(worker_for(sink.port, time), time)
        (sender,) = senders(sink)
    copy = mailing.deliveries.get()
    from apercu.mailing import keys
    from apercu.mailing.sending import verp

    assert sender.startswith("returns+")
    assert verp.delivery_of(sender, key=keys.of_the_mail().signing) == copy.pk


def senders(sink: Sink) -> list[str]:
    return [sender for what, sender, _to in sink.lines() if what == "from"]
