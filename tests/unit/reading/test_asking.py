from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.reading import asking
from apercu.reading.asking import Asked, NoSuchPage

parameters = st.dictionaries(
    st.sampled_from(["topic", "type", "year", "utm_source"]),
    st.lists(st.text(max_size=6), max_size=4),
)


def test_parameters_have_one_canonical_order() -> None:
    asked = asking.read({"year": ["2020"], "type": ["b", "a"], "page": ["3"], "topic": ["z"]})
    assert asked.query == "topic=z&type=a&type=b&year=2020&page=3"


def test_any_order_of_the_same_parameters_asks_the_same() -> None:
    pairs = [("topic", ["a", "b"]), ("type", ["c"]), ("year", ["2019", "2020"])]
    queries = {asking.read(dict(order)).query for order in itertools.permutations(pairs)}
    assert len(queries) == 1


@given(parameters)
def test_a_canonical_query_reads_as_itself(given_parameters: dict[str, list[str]]) -> None:
    from django.http import QueryDict

    asked = asking.read(given_parameters)
    again = asking.read(dict(QueryDict(asked.query).lists()))
    assert again == asked
    assert again.query == asked.query


def test_values_said_twice_or_left_empty_count_once_or_not_at_all() -> None:
    assert asking.read({"topic": ["a", "", "a", " ", "\x00"]}) == Asked(topics=("a",))


def test_unknown_parameters_are_ignored() -> None:
    assert asking.read({"utm_source": ["mail"]}) == Asked()


def test_taking_one_choice_away_leads_back_to_the_first_page() -> None:
    asked = Asked(topics=("a", "b"), years=("2020",), page=4)
    assert asked.without("topic", "a") == Asked(topics=("b",), years=("2020",))


@pytest.mark.parametrize("page", ["0", "-1", "two", "1.5", "1e3", "٣", "99999999999"])
def test_what_is_no_page_number_is_no_page(page: str) -> None:
    with pytest.raises(NoSuchPage):
        asking.read({"page": [page]})


@pytest.mark.parametrize(
    ("named", "otherwise"), [(["1"], True), ([""], True), (["02"], True), (["2", "3"], True), (["3"], False)]
)
def test_other_spellings_of_a_page_are_noticed(named: list[str], otherwise: bool) -> None:
    assert asking.spells_page_otherwise({"page": named}) is otherwise


def test_no_page_is_the_canonical_spelling_of_the_first() -> None:
    assert not asking.spells_page_otherwise({})
