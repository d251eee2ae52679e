"""Room for so many bytes: what goes, what stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apercu.pagecache.kept import Answer, Kept
from apercu.pagecache.shelves import Shelf, Slot
from apercu.pagecache.versions import Known, Version

VERSION = Version(Known((1, ""), ()), ())


def page(size: int) -> Kept:
    return Kept(version=VERSION, digest="d", modified=0, headers=[], compressed=b"", size=size)


def test_pages_in_use_stay_while_a_crawler_passes_through() -> None:
    shelf = Shelf(10_000, {})
    for number in range(5):
        shelf.put(f"used {number}", page(1000))
    for number in range(1000):
        for used in range(5):
            slot = shelf.find(f"used {used}")
            assert slot is not None
            slot.visited = True
        shelf.put(f"once {number}", page(1000))
    assert {f"used {number}" for number in range(5)} <= {slot.key for slot in shelf}


def test_a_page_nobody_asked_for_again_goes_first() -> None:
    shelf = Shelf(8_000, {})
    for number in range(8):
        slot = shelf.put(number, page(1000))
        assert slot is not None
        slot.visited = number != 3
    shelf.put("new", page(1000))
    assert {slot.key for slot in shelf} == {0, 1, 2, 4, 5, 6, 7, "new"}


def test_every_page_goes_in_the_end_if_nobody_asks_for_it() -> None:
    shelf = Shelf(8_000, {})
    for number in range(8):
        slot = shelf.put(number, page(1000))
        assert slot is not None
        slot.visited = True
    for number in range(8, 30):
        shelf.put(number, page(1000))
    assert {slot.key for slot in shelf} & set(range(8)) == set()


def test_requests_answered_without_a_look_go_with_their_page() -> None:
    spelled: dict[object, Slot] = {}
    shelf = Shelf(8_000, spelled)
    slot = shelf.put("page", page(1000))
    assert slot is not None
    for number in range(10):
        shelf.spell(slot, f"spelling {number}", is_canonical=False)
    shelf.spell(slot, "canonical", is_canonical=True)
    assert set(spelled) == {"spelling 0", "spelling 1", "canonical"}
    shelf.remove("page")
    assert spelled == {}
    shelf.spell(slot, "late", is_canonical=True)
    assert spelled == {}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["put", "ask", "remove", "add", "sweep"]), st.integers(0, 30), st.integers(1, 2500)
    ),
    max_size=60,
)


@given(steps=STEPS)
def test_the_books_are_right_whatever_happens(steps: list[tuple[str, int, int]]) -> None:
    spelled: dict[object, Slot] = {}
    shelf = Shelf(16_000, spelled)
    for what, key, size in steps:
        slot = shelf.find(key)
        if what == "put" and (new := shelf.put(key, page(size))):
            shelf.spell(new, ("spelled", key), is_canonical=True)
        elif what == "remove":
            shelf.remove(key)
        elif what == "sweep":
            shelf.remove_unless(lambda kept, size=size: kept.size < size)  # type: ignore[misc]
        elif what == "ask" and slot:
            slot.visited = True
        elif what == "add" and slot and slot.kept:
            shelf.add(slot, slot.kept, Answer(status="", headers=[], body=[b"x" * size]), readers=[0])
        there = list(shelf)
        assert shelf.bytes == sum(slot.kept.size for slot in there if slot.kept) <= 16_000
        assert all(slot.kept is not None and shelf.find(slot.key) is slot for slot in there)
        assert set(spelled.values()) <= set(there)
