"""Reading the authors of printed references, in every damage met on research blogs."""

from __future__ import annotations

import pytest

from apercu.citations.reading import read_reference
from apercu.citations.reference import Name, Reference
from tests.unit.citations.printed_samples import AUTHORS, REST


def as_name(expected: tuple[str, str, str, str] | str) -> Name:
    if isinstance(expected, str):
        return Name(literal=expected)
    particle, family, given, suffix = expected
    return Name(particle=particle, family=family, given=given, suffix=suffix)


def read(text: str) -> Reference:
    reference = read_reference(text).reference
    assert reference is not None
    return reference


@pytest.mark.parametrize(("head", "names", "cut"), AUTHORS.values(), ids=AUTHORS.keys())
def test_authors_are_read(head: str, names: list[tuple[str, str, str, str] | str], cut: bool) -> None:
    printed = read_reference(f"{head} {REST}")
    reference = printed.reference
    assert reference is not None
    assert reference.authors == tuple(as_name(name) for name in names)
    assert reference.authors_cut is cut
    assert ("authors-cut" in printed.caveats) is cut
    assert (reference.title, reference.container_title) == ("A title of a study", "Journal of Testing")
    assert printed.unread == ""


@pytest.mark.parametrize(
    ("head", "caveat"),
    [
        ("Jane Aarne & John Dahl (2012).", "given-name-first"),
        ("Aarne & Dahl (2012).", "names-uncertain"),
        ("Aarne, Jane, & Dahl, John (2012).", "names-uncertain"),
        ("Aarne, B., & Dahl (2012).", "names-uncertain"),
    ],
)
def test_a_form_that_could_be_read_otherwise_carries_a_caveat(head: str, caveat: str) -> None:
    assert caveat in read_reference(f"{head} {REST}").caveats


def test_the_editors_of_a_whole_book_are_no_authors() -> None:
    reference = read(
        "Aarne, B. C., & Dahl, E. F. (Eds.). (2019). A handbook of testing (3rd ed.). Fjord Press."
    )
    assert reference.authors == ()
    assert [name.family for name in reference.editors] == ["Aarne", "Dahl"]
    assert reference.edition == "3"


def test_a_hundred_authors_are_all_kept() -> None:
    head = ", ".join(f"Aarne{chr(97 + n % 26)}, {chr(65 + n % 26)}. B." for n in range(100))
    assert len(read(f"{head} (2020). {REST}").authors) == 100
