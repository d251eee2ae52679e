"""What the reader of references says about what it could not read, or read on thin evidence."""

from __future__ import annotations

import time

import pytest

from apercu.citations.reading import looks_like_reference, read_reference
from apercu.citations.reference import PartialDate
from tests.patience import PATIENCE
from tests.unit.citations.printed_samples import WORKS

AUTHORS = "Aarne, B. C., & Dahl, E. (2018)."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "Naming what hurts",
        "In this study Aarne and Dahl (2020) looked at forty groups and what was said in them.",
        "Practice Implications",
        "June 2021",
        "12(3), 4-5.",
        "(2021)",
        "Aarne, B.,",
        "See https://www.example.org/naming for more.",
        "…",
        "&, (2020). ., (",
    ],
)
def test_a_text_of_which_no_title_can_be_told_gives_no_reference(text: str) -> None:
    printed = read_reference(text)
    assert printed.reference is None
    assert printed.unread == text.strip()
    assert printed.caveats == ("reference-unread",)


@pytest.mark.parametrize(
    ("text", "caveat"),
    [
        (f"{AUTHORS} Naming what hurts in", "reference-cut"),
        (f"{AUTHORS} Naming what hurts. Journal of Measuring and", "reference-cut"),
        (f"{AUTHORS} Naming what hurts. Journal of …", "reference-cut"),
        (f"{AUTHORS} Naming what hurts.", "no-container"),
        (f"{AUTHORS} Journal of Testing, 5, 3-4.", "title-missing"),
        (f"{AUTHORS}", "title-missing"),
        (f"{AUTHORS} Naming what hurts, Journal of Testing, 5, 3-4.", "title-end-uncertain"),
        (f"{AUTHORS} Naming and silence in the U.S. Journal of Testing, 5, 3-4.", "title-end-uncertain"),
        (f"{AUTHORS} Naming what hurts. A field study.", "container-uncertain"),
        (f"{AUTHORS} Naming what hurts. Journal of Testing.", "container-uncertain"),
        (f"{AUTHORS} Naming what hurts. Journal of Testing, 5, 3-4. doi:10.55/x", "doi-unreadable"),
        ("Aarne, B. C. (2018b). Naming what hurts. Journal of Testing, 5, 3-4.", "year-letter"),
        ("Aarne, B. C. (20l8). Naming what hurts. Journal of Testing, 5, 3-4.", "year-unreadable"),
        ("Aarne, B. C. Naming what hurts. Journal of Testing, 5, 3-4.", "year-missing"),
        ("Naming what hurts. (2018). Journal of Testing, 5, 3-4.", "authors-missing"),
        ("Aarne, B. C., et al. (2018). Naming what hurts. Journal of Testing, 5, 3-4.", "authors-cut"),
        ("Aarne. B., & Dahl, E. (2018). Naming what hurts. Journal of Testing, 5, 3-4.", "authors-unread"),
        ("Ann Aarne (2018). Naming what hurts. Journal of Testing, 5, 3-4.", "given-name-first"),
        (
            f"{AUTHORS} Naming. In 12 of us (Eds.), Handbook of groups (pp. 1–2). Fjord Press.",
            "editors-unread",
        ),
        (
            f"{AUTHORS} Naming what hurts. Testing, 5, 3-4. Gallo, H. (2019). Silence. Testing, 6, 7-8.",
            "several-references",
        ),
    ],
)
def test_thin_evidence_carries_a_caveat(text: str, caveat: str) -> None:
    printed = read_reference(text)
    assert printed.reference is not None
    assert caveat in printed.caveats


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("Aarne, B. C. (20l8). Naming. Journal of Testing, 5, 3-4.", "(20l8)"),
        ("Aarne, B. C. (2018, Spring). Naming. Journal of Testing, 5, 3-4.", "Spring"),
        ("Aarne, B. C. (1917/1957). Naming. Journal of Testing, 5, 3-4.", "(1917/1957)"),
        ("Aarne, B. C. (2018). Naming. Journal of Testing, 5(2), 3-4. (Open access)", "(Open access)"),
        ("Aarne, B. C. (2018). Naming. Journal of Testing, 57(4", "57(4"),
        ("Aarne, B. C. (2018). Naming. Journal of Testing, 5, 3-4. doi:10.55/x", "doi:10.55/x"),
        ("Aarne, B. C. (2018). Naming. Journal of Testing, 2019, 5, 3-4.", "2019"),
        ("Aarne, B. C. (2018). Naming. Journal of Testing. Advance online publication, 3 May.", "3 May"),
        (
            "Aarne, B. C. (2018). Naming. Testing, 5, 3-4. Gallo, H. (2019). Silence. Testing, 6, 7-8.",
            "Gallo, H. (2019). Silence. Testing, 6, 7-8.",
        ),
    ],
)
def test_what_is_not_understood_is_kept_raw(text: str, unread: str) -> None:
    printed = read_reference(text)
    assert printed.reference is not None
    assert printed.reference.title == "Naming"
    assert printed.unread == unread


@pytest.mark.parametrize(
    ("head", "families", "unread"),
    [
        ("Aarne, B., Dahl, E., & & Gallo, H. (2018).", ["Aarne", "Dahl", "Gallo"], ""),
        ("Aarne, B., Dahl, E, . & Gallo, H. (2018).", ["Aarne", "Dahl", "Gallo"], ""),
        ("Aarne, , Dahl, E., & Gallo, H. (2018).", ["Dahl", "Gallo"], "Aarne"),
        ("Aarne. B., & Dahl, E. (2018).", ["Dahl"], "Aarne. B"),
    ],
)
def test_a_broken_list_of_authors_gives_those_that_can_be_read(
    head: str, families: list[str], unread: str
) -> None:
    printed = read_reference(f"{head} Naming. Testing, 5, 3-4.")
    assert printed.reference is not None
    assert [name.family for name in printed.reference.authors] == families
    assert printed.reference.title == "Naming"
    assert printed.unread == unread
    assert ("authors-unread" in printed.caveats) == bool(unread)


def test_a_place_after_a_comma_is_no_journal() -> None:
    printed = read_reference(f"{AUTHORS} Naming what hurts in small groups of Oslo, Norway.")
    assert printed.reference is not None
    assert printed.reference.container_title == ""


@pytest.mark.bench
def test_reading_is_fast_enough_for_whole_archives() -> None:
    """Aim: 10,000 a second; a tenth of that, in time of our own process, is where something is broken."""
    texts = [text for text, _ in WORKS.values()]
    began = time.process_time()
    for text in texts:
        read_reference(text)
    assert (time.process_time() - began) / len(texts) < 0.001


def test_a_damaged_year_is_not_mended() -> None:
    printed = read_reference("Aarne, B. C. (20l8). Naming what hurts. Journal of Testing, 5, 3-4.")
    assert printed.reference is not None
    assert printed.reference.issued is None


def test_a_year_inside_the_title_is_not_the_year_of_the_work() -> None:
    reference = read_reference(
        "Aarne, B. (2018). The storm (1987) and after. Journal of Testing, 5, 3-4."
    ).reference
    assert reference is not None
    assert reference.issued == PartialDate(year=2018)
    assert reference.title == "The storm (1987) and after"


def test_what_was_cut_off_is_read_as_far_as_it_goes() -> None:
    reference = read_reference(f"{AUTHORS} Naming what hurts. Journal of Measuring and").reference
    assert reference is not None
    assert (reference.title, reference.container_title) == ("Naming what hurts", "Journal of Measuring and")


def test_a_text_longer_than_any_reference_is_not_read() -> None:
    printed = read_reference(f"{AUTHORS} " + "Naming what hurts. " * 1000)
    assert printed.reference is None
    assert printed.caveats == ("reference-too-long",)


UNITS = [
    "a", " ", "(", ")", ".", ",", ". ", ", ", "A. ", "A., ", "Aa, A., ", "Aa, ", "Aa ", "Aa & ", "(2020) ",
    "(2020). ", "(2020 ", "Aa, A. (2020). ", "12(3), ", "1-", "1, ", ", 1", "10.1234/", "doi:", "http://",
    "In ", ". In A. Aa (Eds.), ", "(Eds.)", "et al. ", "...", "…", "van ", "de ", "&", "& ", " and ", "?",
    "? ", "e1", "Vol. ", "p. ", "A-", "A.-", "\u0301", "A Aa, Bb, ", "Aa. ", "online. ", "1–1, ", "(1 ed",
    "(a", "-", "'",
]  # fmt: skip


@pytest.mark.parametrize("length", [9_900, 100_000])
@pytest.mark.parametrize("unit", UNITS)
def test_time_stays_in_proportion_to_length(unit: str, length: int) -> None:
    """No text is slow: the longest that is read at all, and ten times that, however monotonous.

    A text that sent the reader back and forth would take minutes: the deadline is no measurement.
    """
    for text in (unit * (length // len(unit)), "Aarne, B. (2018). " + unit * ((length - 20) // len(unit))):
        began = time.process_time()
        read_reference(text)
        assert time.process_time() - began < PATIENCE
        looks_like_reference(text)
        assert time.process_time() - began < PATIENCE
