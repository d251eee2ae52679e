"""For whom an alert is news: never an unchosen topic, never twice, never more often than wanted."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.mailing.alerts.deciding import DAY, KEPT_FOR, WEEK, News, Reader, may_hear, news_for
from apercu.mailing.choosing import Terms, Wanted

NOON = datetime.datetime(2026, 11, 30, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
OF_EMPATHY = News(
    terms=Terms(summary=1, topics=frozenset({7}), types=frozenset({3})),
    published_at=NOON - 3 * HOUR,
    leaves_at=NOON - HOUR,
)
ANNA = Reader(wanted=Wanted(), since=NOON - 100 * DAY, weekly_cap=2, told=frozenset(), heard_at=())


def test_who_wants_everything_hears_of_it() -> None:
    assert news_for(ANNA, [OF_EMPATHY], at=NOON) == (1,)


@pytest.mark.parametrize(
    ("wanted", "is_told"),
    [
        (Wanted(topics=frozenset({7})), True),
        (Wanted(topics=frozenset({7, 8}), types=frozenset({3})), True),
        (Wanted(topics=frozenset({8})), False),
        (Wanted(topics=frozenset({7}), types=frozenset({4})), False),
        (Wanted(topics=frozenset()), False),
    ],
)
def test_a_topic_and_a_type_of_theirs_where_they_chose_any(wanted: Wanted, is_told: bool) -> None:
    assert bool(news_for(replace(ANNA, wanted=wanted), [OF_EMPATHY], at=NOON)) == is_told


@pytest.mark.parametrize(
    ("reader", "at"),
    [
        (ANNA, OF_EMPATHY.leaves_at - HOUR / 2),  # too early: an editor may still withdraw it
        (ANNA, OF_EMPATHY.leaves_at + KEPT_FOR),  # too late: no news any more
        (replace(ANNA, since=NOON), NOON),  # it was there when they came
        (replace(ANNA, told=frozenset({1})), NOON),
        (replace(ANNA, heard_at=(NOON - DAY + HOUR,)), NOON),
        (replace(ANNA, heard_at=(NOON - 2 * DAY, NOON - 3 * DAY)), NOON),
    ],
)
def test_nothing_is_told(reader: Reader, at: datetime.datetime) -> None:
    assert news_for(reader, [OF_EMPATHY], at=at) == ()


@given(
    hours=st.lists(st.integers(0, 30 * 24), unique=True, max_size=60).map(sorted),
    cap=st.integers(1, 7),
)
def test_whenever_it_is_asked_nobody_hears_more_than_once_a_day_and_their_number_a_week(
    hours: list[int], cap: int
) -> None:
    heard: list[datetime.datetime] = []
    for hour in hours:
        at = NOON + hour * HOUR
        if may_hear(heard, weekly_cap=cap, at=at):
            heard.append(at)
    for when in heard:
        assert sum(when <= other < when + WEEK for other in heard) <= cap
        assert sum(when <= other < when + DAY for other in heard) == 1
