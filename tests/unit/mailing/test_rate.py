"""How slowly copies leave where the relay asks for it."""

from __future__ import annotations

import pytest

from apercu.mailing.sending import rate
from apercu.mailing.sending.rate import Rate


class Time:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def go_on() -> bool:
    return False


@pytest.mark.parametrize(("a_minute", "workers"), [(60, 1), (600, 1), (600, 3), (7, 2)])
def test_workers_share_the_rate_evenly(a_minute: int, workers: int) -> None:
    time = Time()
    one = Rate(since=time, sleep=time.sleep)
    began, copies = time.now, 0
    while time.now - began < 600:
        one.wait(a_minute=a_minute, workers=workers, stopping=go_on)
        copies += 1
    assert copies == pytest.approx(10 * a_minute / workers, rel=0.02, abs=2)


def test_without_a_limit_nobody_waits() -> None:
    time = Time()
    one = Rate(since=time, sleep=time.sleep)
    for _ in range(1000):
        one.wait(a_minute=0, workers=1, stopping=go_on)
    assert time.now == 100.0


def test_time_that_passed_in_vain_is_not_caught_up_with() -> None:
    time = Time()
    one = Rate(since=time, sleep=time.sleep)
    one.wait(a_minute=60, workers=1, stopping=go_on)
    time.now += 3600  # the relay was away
    began = time.now
    for _ in range(10):
        one.wait(a_minute=60, workers=1, stopping=go_on)
    assert time.now - began >= 7


def test_who_is_told_to_stop_waits_no_longer() -> None:
    time = Time()
    one = Rate(since=time, sleep=time.sleep)
    one.wait(a_minute=1, workers=1, stopping=go_on)
    one.wait(a_minute=1, workers=1, stopping=lambda: time.now > 102)
    assert time.now < 103


def test_few_are_reserved_where_few_may_leave() -> None:
    assert rate.at_once(a_minute=0, batch=50) == 50
    assert rate.at_once(a_minute=6000, batch=50) == 50
    assert rate.at_once(a_minute=100, batch=50) == 10
    assert rate.at_once(a_minute=3, batch=50) == 1
