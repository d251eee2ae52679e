from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.reading.asking import PAGE_SIZE, NoSuchPage
from apercu.reading.viewdata.paging import paging


def address(number: int) -> str:
    return f"/list/?page={number}"


def test_an_empty_list_has_one_page() -> None:
    assert paging(number=1, total=0, address=address).last == 1


def test_past_the_end_there_is_no_page() -> None:
    with pytest.raises(NoSuchPage):
        paging(number=3, total=2 * PAGE_SIZE, address=address)


def test_a_gap_of_one_page_shows_that_page() -> None:
    steps = paging(number=4, total=10 * PAGE_SIZE, address=address).steps
    assert [step.number for step in steps] == [1, 2, 3, 4, 5, None, 10]


@given(last=st.integers(1, 60), place=st.floats(0, 1))
def test_steps_rise_and_name_both_ends_and_the_place(last: int, place: float) -> None:
    number = 1 + int(place * (last - 1))
    found = paging(number=number, total=last * PAGE_SIZE, address=address)
    numbers = [step.number for step in found.steps if step.number is not None]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert numbers[-1] == last
    assert [step.number for step in found.steps if step.is_current] == [number]
    assert bool(found.previous) == (number > 1)
    assert bool(found.next) == (number < last)
