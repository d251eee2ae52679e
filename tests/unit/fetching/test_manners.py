"""Manners: as often as hosts like, one question at a time, and no secrets left lying about."""

from __future__ import annotations

import datetime
import logging
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.fetching import (
    Host,
    Identity,
    MemoryStore,
    NotAllowed,
    RateLimited,
    TimedOut,
    Unfetchable,
)
from apercu.fetching.deadline import Deadline
from apercu.fetching.pacing import Turns, first_number, interval_of, used_up_until
from apercu.fetching.waiting import pause, retry_at
from apercu.lookup import LookupSettings
from tests.replaying.server import NOON, Prepared, ReplayServer, Time

KEY = "OPEN-SESAME-42"
DAILY = Host(name="d", allowance_is_daily=True)
PLAIN = Host(name="p")


@pytest.mark.parametrize(
    ("limit", "span", "seconds"),
    [
        ("50", "1s", 0.02),
        ("50, 50", "1s, 1s", 0.02),
        ("3", "1s", 1 / 3),
        ("10", "1m", 6.0),
        ("5", "500ms", 0.1),
        ("1", "2", 2.0),
        ("0", "1s", None),
        ("", "1s", None),
        ("many", "1s", None),
        ("50", "", None),
        ("50", "a while", None),
        ("1", "9999h", 60.0),
        ("100000", "1s", 0.01),
    ],
)
def test_the_rate_is_what_the_headers_say(limit: str, span: str, seconds: float | None) -> None:
    told = {"x-rate-limit-limit": limit, "x-rate-limit-interval": span}
    assert interval_of(told) == (pytest.approx(seconds) if seconds else None)


@pytest.mark.parametrize(
    ("headers", "host", "until"),
    [
        ({"x-ratelimit-remaining": "5"}, DAILY, None),
        ({}, DAILY, None),
        ({"x-ratelimit-remaining": "0"}, DAILY, datetime.datetime(2021, 6, 16, tzinfo=datetime.UTC)),
        ({"x-ratelimit-remaining": "0"}, PLAIN, NOON + datetime.timedelta(seconds=1)),
        (
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "90"},
            DAILY,
            NOON + datetime.timedelta(seconds=90),
        ),
        (
            {"x-ratelimit-remaining": "0, 0", "x-ratelimit-reset": str(int(NOON.timestamp()) + 30)},
            PLAIN,
            NOON + datetime.timedelta(seconds=30),
        ),
    ],
)
def test_an_allowance_used_up_is_respected(
    headers: dict[str, str], host: Host, until: datetime.datetime | None
) -> None:
    assert used_up_until(headers, host=host, now=NOON) == until


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("1.5", 1.5),
        ("Tue, 15 Jun 2021 12:01:00 GMT", 60),
        ("Tue, 15 Jun 2021 12:01:00 -0000", 60),
        ("Tue, 15 Jun 2021 14:01:00 +0200", 60),
        ("Mon, 14 Jun 2021 12:01:00 GMT", 0),  # past: now
        ("999999999999", 7 * 86400),
        ("Tue, 15 Jun 2099 12:01:00 GMT", 7 * 86400),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("²", None),
    ],
)
def test_retry_after_is_read_in_both_forms(text: str, seconds: float | None) -> None:
    expected = None if seconds is None else NOON + datetime.timedelta(seconds=seconds)
    assert retry_at({"retry-after": text}, now=NOON) == expected


@settings(deadline=None, derandomize=True)
@given(st.text())
def test_no_header_makes_the_readers_raise(text: str) -> None:
    headers = dict.fromkeys(
        ("retry-after", "x-rate-limit-limit", "x-rate-limit-interval", "x-ratelimit-remaining"), text
    )
    told = retry_at(headers, now=NOON)
    assert told is None or NOON <= told <= NOON + datetime.timedelta(days=7)
    assert (interval_of(headers) or 1) > 0
    used_up_until(headers, host=PLAIN, now=NOON)
    assert (first_number(text) or 0) >= 0


@settings(deadline=None, derandomize=True)
@given(attempt=st.integers(0, 50), chance=st.floats(0, 1, exclude_max=True))
def test_pauses_grow_to_a_limit_and_never_beyond(attempt: int, chance: float) -> None:
    seconds = pause(attempt, longest=8, random=lambda: chance)
    assert 0 <= seconds <= min(8, 0.5 * 2**attempt)


def test_questions_to_one_host_keep_their_distance(replay_server: ReplayServer) -> None:
    clock = Time()
    replay_server.prepare(
        "/one", Prepared(headers={"X-Rate-Limit-Limit": "2, 2", "X-Rate-Limit-Interval": "1s"})
    )
    client = replay_server.client(clock=clock)
    for _ in range(3):
        client.get(f"{replay_server.address}/one")
    waits = [seconds for seconds in clock.slept if seconds > 0.01]
    assert len(waits) == 2  # the first answer told the rate
    assert all(seconds <= 0.5 for seconds in waits)


def test_a_days_allowance_used_up_is_told_without_asking_again(replay_server: ReplayServer) -> None:
    from dataclasses import replace

    clock = Time()
    replay_server.prepare("/one", Prepared(body=b"last", headers={"X-RateLimit-Remaining": "0"}))
    policy = replace(replay_server.policy, hosts=(Host(name="127.0.0.1", allowance_is_daily=True),))
    client = replay_server.client(clock=clock, policy=policy)
    assert client.get(f"{replay_server.address}/one").body == b"last"
    with pytest.raises(RateLimited) as caught:
        client.get(f"{replay_server.address}/one")
    assert caught.value.retry_at == datetime.datetime(2021, 6, 16, tzinfo=datetime.UTC)
    assert len(replay_server.asked) == 1


def test_one_host_is_asked_one_thing_at_a_time() -> None:
    clock = Time()
    turns = Turns(PLAIN, surroundings=clock.surroundings())
    entered, leave = threading.Event(), threading.Event()

    def first() -> None:
        with turns.turn(deadline=Deadline(5, monotonic=clock.monotonic), now=NOON, shown="u"):
            entered.set()
            leave.wait(5)

    thread = threading.Thread(target=first)
    thread.start()
    assert entered.wait(5)
    with (
        pytest.raises(TimedOut),
        turns.turn(deadline=Deadline(0.1, monotonic=clock.monotonic), now=NOON, shown="u"),
    ):
        raise AssertionError("two at once")
    leave.set()
    thread.join()
    with turns.turn(deadline=Deadline(5, monotonic=clock.monotonic), now=NOON, shown="u"):
        pass


class TestSecrets:
    """A key goes to the host and nowhere else."""

    def test_it_is_in_no_reply_error_log_or_store(
        self, replay_server: ReplayServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        there = f"/there?api_key={KEY}"
        replay_server.prepare("/here", Prepared(status=302, headers={"Location": there}))
        replay_server.prepare("/there", Prepared(body=b"ok"))
        replay_server.prepare("/ill", Prepared(status=500))
        replay_server.prepare("/away", Prepared(status=302, headers={"Location": f"http://x.y/?token={KEY}"}))
        replay_server.prepare("/cut", Prepared(body=b"0123", cut_after=1))
        store = MemoryStore()
        client = replay_server.client(store=store)
        params = {"api_key": KEY, "mailto": f"{KEY}@example.org", "q": "x"}
        headers = {"Crossref-Plus-API-Token": f"Bearer {KEY}"}
        said = [repr(client), repr(vars(store))]
        for path in ("/here", "/ill", "/away", "/cut"):
            try:
                reply = client.get(f"{replay_server.address}{path}", params=params, headers=headers)
                said += [repr(reply), reply.url]
            except Unfetchable as error:
                said += [str(error), repr(error), repr(error.parts), error.url, repr(error.__cause__)]
        assert all(one.params.get("api_key") == KEY for one in replay_server.asked_for("/here"))
        assert replay_server.asked_for("/here")[0].headers["crossref-plus-api-token"] == f"Bearer {KEY}"
        assert len(said) > 10
        assert KEY not in "\n".join(said)
        assert caplog.records
        assert KEY not in caplog.text

    def test_it_is_in_no_repr_of_the_settings(self) -> None:
        settings = LookupSettings(
            crossref_token=KEY, ncbi_key=KEY, openalex_key=KEY, mailto=f"{KEY}@example.org"
        )
        assert KEY not in repr(settings)

    def test_an_answer_kept_under_one_key_serves_another(self, replay_server: ReplayServer) -> None:
        """Who asked does not change what an article is; and no key is part of a name of a file."""
        replay_server.prepare("/one", Prepared(body=b"x"))
        client = replay_server.client(store=MemoryStore())
        for key in ("first", "second"):
            client.get(
                f"{replay_server.address}/one",
                params={"api_key": key},
                max_age=datetime.timedelta(days=1),
            )
        assert len(replay_server.asked) == 1

    def test_user_information_in_an_address_is_not_repeated(self, replay_server: ReplayServer) -> None:
        with pytest.raises(NotAllowed) as caught:
            replay_server.client().get(f"http://me:{KEY}@127.0.0.1:{replay_server.port}/one")
        assert KEY not in f"{caught.value} {caught.value.url} {caught.value!r}"


def test_an_error_says_its_code_and_parts() -> None:
    error = RateLimited(host="h", url="u", retry_at=NOON)
    assert str(error) == "rate-limited (host=h, status=429, retry_at=2021-06-15 12:00:00+00:00)"
    assert Identity(version="0").user_agent() == "Apercu/0"
