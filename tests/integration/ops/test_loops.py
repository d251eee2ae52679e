"""The loops of the jobs process, with a clock that jumps."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.utils import timezone
from wagtail.models import Revision

from apercu.content import following, formatting, scheduling
from apercu.content.models import Change, DueRun, FormattedCitation, Summary
from apercu.mailing import subscribing
from apercu.mailing.models import ConsentEvent, Subscriber
from apercu.ops import loops as registry
from apercu.ops.loops import Loop, Turns, of_follower
from apercu.ops.models import LoopState
from apercu.ops.publishing_loop import RUN_EVERY, PublishWhatIsDue
from apercu.ops.tidying import DAY, tidy
from tests.builders import make_article, make_summary

pytestmark = pytest.mark.django_db

MONDAY = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
A_DAY = datetime.timedelta(days=1)


class SetClock:
    """A clock that somebody sets."""

    def __init__(self, at: datetime.datetime = MONDAY) -> None:
        self.at = at
        self.seconds = 0.0  # what nobody can set

    def __call__(self) -> datetime.datetime:
        return self.at

    def passes(self, seconds: float) -> None:
        self.at += datetime.timedelta(seconds=seconds)
        self.seconds += seconds


def nothing(_clock: Callable[[], datetime.datetime]) -> bool:
    return False


def test_the_loops_of_the_house_are_these() -> None:
    assert {loop.name for loop in registry.loops()} >= {"publishing", "tidying", "following citations"}


def test_a_request_for_the_mail_that_nobody_confirmed_is_tidied_away_after_two_weeks() -> None:
    for email, days in [("old@example.org", 14), ("new@example.org", 13), ("kept@example.org", 30)]:
        asked = subscribing.ask(
            email=email,
            choices=subscribing.Choices(),
            said="I would like it.",
            said_in="en",
            source="test",
            at=MONDAY - days * A_DAY,
        )
        if email.startswith("kept"):
            subscribing.confirm(token=asked.confirmation, source="test", at=MONDAY - days * A_DAY)
    assert tidy(SetClock()) is False
    assert set(Subscriber.objects.values_list("email", flat=True)) == {"new@example.org", "kept@example.org"}
    assert ConsentEvent.objects.count() == 3


def test_a_loop_that_has_more_to_do_does_not_wait() -> None:
    left = [True, True, False]
    turns = Turns(loop=Loop(name="busy", every=7, run=lambda _clock: left.pop(0)), clock=SetClock())
    assert [turns.take() for _ in range(3)] == [0, 0, 7]


def test_a_loop_that_fails_is_noted_tried_again_ever_later_and_recovers(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, broken = SetClock(), [True]

    def run(_clock: object) -> bool:
        if broken:
            raise ZeroDivisionError("by nothing")
        return False

    turns = Turns(loop=Loop(name="fragile", every=10, run=run), clock=clock)
    assert [turns.take() for _ in range(4)] == [10, 20, 40, 60]
    state = LoopState.objects.get(name="fragile")
    assert (state.failures, state.failure, state.failed_at) == (4, "ZeroDivisionError", MONDAY)
    assert "The loop “fragile” failed" in caplog.text
    broken.clear()
    assert turns.take() == 10
    state.refresh_from_db()
    assert (state.failures, state.succeeded_at) == (0, MONDAY)


def test_a_loop_says_that_it_lives_twice_a_minute_and_after_every_jump() -> None:
    clock = SetClock()
    turns = Turns(loop=Loop(name="steady", every=3, run=nothing), clock=clock)

    def seen() -> datetime.datetime | None:
        turns.take()
        return LoopState.objects.get(name="steady").succeeded_at

    assert seen() == MONDAY
    clock.passes(10)
    assert seen() == MONDAY  # a row every three seconds would be a write every three seconds
    clock.passes(25)
    assert seen() == clock.at
    clock.at -= A_DAY
    assert seen() == clock.at


def test_what_one_machine_does_is_done_once_a_day_by_either() -> None:
    done: list[str] = []
    clock = SetClock()

    def node(name: str) -> Turns:
        def run(_clock: object) -> bool:
            done.append(name)
            return False

        return Turns(loop=Loop(name="daily", every=DAY, run=run, by_one=True), clock=clock)

    one, other = node("one"), node("other")
    for _hour in range(49):
        assert one.take() == other.take() == 60
        clock.passes(3600)
    assert len(done) == 3


def test_a_clock_set_back_a_day_stops_no_daily_loop() -> None:
    done: list[datetime.datetime] = []
    clock = SetClock()

    def run(told: Callable[[], datetime.datetime]) -> bool:
        done.append(told())
        return False

    turns = Turns(loop=Loop(name="daily", every=DAY, run=run, by_one=True), clock=clock)
    turns.take()
    clock.at -= A_DAY
    turns.take()
    turns.take()
    assert done == [MONDAY, MONDAY - A_DAY]
    clock.at += A_DAY
    turns.take()
    turns.take()
    assert done == [MONDAY, MONDAY - A_DAY, MONDAY]


def test_what_failed_on_one_machine_does_not_wait_a_day() -> None:
    tries: list[int] = []

    def run(_clock: object) -> bool:
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("locked")
        return False

    turns = Turns(loop=Loop(name="daily", every=DAY, run=run, by_one=True), clock=SetClock())
    turns.take()
    turns.take()
    assert len(tries) == 2


def dated(title: str, at: datetime.datetime) -> Summary:
    record = make_summary(title=title, publish=False)
    soon = timezone.now() + datetime.timedelta(hours=1)
    scheduling.schedule(record=record, due=soon, by=None)
    Revision.objects.filter(object_id=str(record.pk), approved_go_live_at=soon).update(approved_go_live_at=at)
    return record


def test_a_clock_that_jumps_loses_no_date_and_doubles_none() -> None:
    clock = SetClock()
    records = [dated(f"In {hours} hours", MONDAY + datetime.timedelta(hours=hours)) for hours in (1, 20, 30)]
    publishing = PublishWhatIsDue(since=lambda: clock.seconds)

    def public() -> list[bool]:
        clock.passes(3)
        publishing(clock)
        return [Summary._base_manager.get(pk=record.pk).live for record in records]

    assert public() == [False, False, False]
    clock.at -= A_DAY
    assert public() == [False, False, False]
    clock.at += A_DAY + datetime.timedelta(hours=2)
    assert public() == [True, False, False]
    clock.at += A_DAY
    assert public() == [True, True, False]
    clock.at -= A_DAY
    assert public() == [True, True, False]
    clock.at += 2 * A_DAY
    assert public() == [True, True, True]
    assert [
        Change.objects.filter(object_type="summary", object_id=record.pk, kind="published").count()
        for record in records
    ] == [1, 1, 1]


def test_looking_often_writes_seldom_and_what_failed_waits_for_its_minute() -> None:
    clock = SetClock()
    failing = dated("Never ready", MONDAY)
    failing.summary_articles.all()[0].article.__class__.objects.update(year=None)
    publishing = PublishWhatIsDue(since=lambda: clock.seconds)
    for _ in range(int(RUN_EVERY // 3)):
        publishing(clock)
        clock.passes(3)
    assert DueRun.objects.count() == 1
    publishing(clock)
    assert DueRun.objects.count() == 2
    dated("Ready now", clock.at)
    publishing(clock)
    assert DueRun.objects.count() == 3


def test_shared_followers_are_followed_by_a_loop() -> None:
    make_article()
    turns = Turns(loop=of_follower(formatting.FOLLOWER), clock=SetClock())
    while turns.take() == 0:
        pass
    assert FormattedCitation.objects.exists()
    assert following.mark_of(formatting.NAME) > 0
