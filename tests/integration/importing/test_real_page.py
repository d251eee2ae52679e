"""A real page of an existing blog, where one is at hand (APERCU_REAL_PAGE), goes in without a loss."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from apercu.content.models import Digest, Summary
from apercu.importing.reporting import Report

REAL = os.environ.get("APERCU_REAL_PAGE")
pytestmark = pytest.mark.skipif(not REAL, reason="APERCU_REAL_PAGE names no real page to read")


@pytest.fixture
def report(import_: Callable[..., Report]) -> Report:
    return import_(Path(REAL or ""), publish=True)


def test_six_items_in_their_months(report: Report) -> None:
    items = report.files[0].items
    assert [item.month for item in items] == [
        "2021-06",
        "2021-06",
        "2021-05",
        "2021-04",
        "2021-02",
        "2021-02",
    ]
    assert {str(item.outcome) for item in items} == {"created"}
    assert Summary.objects.filter(live=True).count() == 6
    assert Digest.objects.filter(live=True).count() == 4


def test_four_references_are_read_and_two_are_missing(report: Report) -> None:
    items = report.files[0].items
    read = [item.reference for item in items if item.reference]
    assert [len(r["author"]) for r in read] == [3, 9, 5, 3]
    assert [r.get("custom", {}).get("et-al", False) for r in read] == [False, False, False, True]
    assert [r.get("volume") for r in read] == [None, "20", "28", "11"]
    assert [r.get("page") for r in read] == [None, "283-293", "226-232", "2243–2257"]
    without = [item for item in items if "no-citation" in [caveat.code for caveat in item.caveats]]
    assert [item.month for item in without] == ["2021-02", "2021-02"]


def test_the_header_is_read_and_nothing_is_left_over(report: Report) -> None:
    file = report.files[0]
    assert file.leftover == ()
    assert len(file.header.topics) == 36
    assert file.header.teaser.startswith("…I blog about")
    assert "only available in English" in file.header.language_notice


def test_minus_signs_and_intervals_are_intact(report: Report) -> None:
    bodies = " ".join(Summary.objects.values_list("body", flat=True))
    assert "r = − .42, 95% CI [− .55, − .27]" in bodies
    assert "r = .28, 95% CI [.15, .40]" in bodies


def test_the_second_run_finds_six_unchanged(report: Report, import_: Callable[..., Report]) -> None:
    again = import_(Path(REAL or ""), publish=True)
    assert [str(item.outcome) for item in again.files[0].items] == ["unchanged"] * 6
