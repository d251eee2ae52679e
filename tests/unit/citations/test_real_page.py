"""The printed references of a real page, which is not ours to copy: read where the environment names it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from apercu.citations.reading import PrintedReference, looks_like_reference, read_reference

PAGE = os.environ.get("APERCU_REAL_PAGE", "")

pytestmark = pytest.mark.skipif(
    not PAGE, reason="APERCU_REAL_PAGE names no page: the real references are not read"
)


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return [line.strip() for line in Path(PAGE).read_text(encoding="utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def printed(lines: list[str]) -> list[PrintedReference]:
    return [read_reference(line) for line in lines if looks_like_reference(line)]


def fields(printed: list[PrintedReference], name: str) -> list[object]:
    return [getattr(one.reference, name) for one in printed]


def test_four_lines_of_the_page_are_references_and_no_other(printed: list[PrintedReference]) -> None:
    assert len(printed) == 4
    assert all(one.reference is not None for one in printed)


def test_their_authors(printed: list[PrintedReference]) -> None:
    assert [len(one.reference.authors) for one in printed if one.reference] == [3, 9, 5, 3]
    assert fields(printed, "authors_cut") == [False, False, False, True]


def test_their_journals_and_places(printed: list[PrintedReference]) -> None:
    assert fields(printed, "container_title") == [
        "Professional Psychology: Research and Practice",
        "World Psychiatry",
        "Clinical Psychology and Psychotherapy",
        "Mindfulness",
    ]
    assert fields(printed, "volume") == ["", "20", "28", "11"]
    assert fields(printed, "pages") == ["", "283-293", "226-232", "2243–2257"]
    assert fields(printed, "status") == ["advance online publication", "", "", ""]


def test_nothing_of_them_is_unread_and_only_the_cut_list_has_a_caveat(
    printed: list[PrintedReference],
) -> None:
    assert [one.unread for one in printed] == ["", "", "", ""]
    assert [one.caveats for one in printed] == [(), (), (), ("authors-cut",)]


def test_no_line_of_the_page_that_is_no_reference_reads_as_one(lines: list[str]) -> None:
    body = [line for line in lines if not looks_like_reference(line)]
    assert [line for line in body if read_reference(line).reference is not None] == []
