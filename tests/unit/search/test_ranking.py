"""Words, meaning and age together, in an order in which nothing shares a place."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from apercu.search import ranking
from apercu.search.engine import Hit
from apercu.search.indexing import place_in_time


def hits(*scores: float) -> list[Hit]:
    return [Hit(key=key, score=score) for key, score in enumerate(scores, start=1)]


def test_without_meaning_words_decide() -> None:
    assert [hit.key for hit in ranking.fused(hits(9, 5, 1), nearness={}, years={})] == [1, 2, 3]


def test_meaning_moves_what_is_close_and_no_more() -> None:
    near = {1: 0.1, 2: 0.6, 3: 0.6}
    assert [hit.key for hit in ranking.fused(hits(9, 8, 1), nearness=near, years={})] == [2, 1, 3]


def test_age_decides_between_equals_and_no_more() -> None:
    years = {1: 2013, 2: 2026, 3: 2026}
    assert [hit.key for hit in ranking.fused(hits(5, 5, 4), nearness={}, years=years)] == [2, 1, 3]


def test_of_few_words_all_are_needed_and_of_many_most() -> None:
    assert [ranking.enough(number) for number in range(8)] == [0, 1, 2, 2, 3, 4, 4, 5]


@given(
    st.lists(st.floats(0, 50), max_size=30),
    st.dictionaries(st.integers(1, 30), st.floats(-1, 1)),
    st.dictionaries(st.integers(1, 30), st.integers(2000, 2030)),
)
def test_every_hit_keeps_one_place(
    scores: list[float], nearness: dict[int, float], years: dict[int, int]
) -> None:
    found = hits(*sorted(scores, reverse=True))
    ordered = ranking.fused(found, nearness=nearness, years=years)
    assert sorted(hit.key for hit in ordered) == [hit.key for hit in found]
    assert ranking.fused(found, nearness=nearness, years=years) == ordered


DAYS = st.one_of(
    st.none(), st.dates(min_value=datetime.date(1901, 1, 1), max_value=datetime.date(2500, 1, 1))
)
PLACES = st.tuples(DAYS, st.integers(0, 32_000), st.integers(1, 10**8))


@given(st.lists(PLACES, unique_by=lambda place: place[2]))
def test_places_in_time_order_as_the_list_does(places: list[tuple[datetime.date | None, int, int]]) -> None:
    newest = sorted(places, key=lambda one: (-(one[0] or datetime.date.min).toordinal(), one[1], one[2]))
    by_number = sorted(places, key=lambda one: -place_in_time(*one, newest_first=True))
    assert by_number == newest
    oldest = sorted(places, key=lambda one: ((one[0] or datetime.date.max).toordinal(), one[1], one[2]))
    assert sorted(places, key=lambda one: -place_in_time(*one, newest_first=False)) == oldest
    assert all(0 <= place_in_time(*one, newest_first=True) < 2**63 for one in places)
