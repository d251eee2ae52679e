"""The page of benchmarks: each part keeps its own section, and a bound is met or not by the figures alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.document import DOCUMENT, ORDER, Section, met, of_rows, write


def sections(path: Path) -> dict[str, str]:
    _head, *parts = path.read_text("utf-8").split("\n## ")
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in parts}


def test_measuring_one_part_again_keeps_the_others_as_they_are(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    document.write_text(DOCUMENT.read_text("utf-8"), "utf-8")
    write([Section(title="Beside other software", lines=["| ours |"])], run="*make bench-peers*", to=document)
    before = sections(document)
    write([of_rows("Pages", [("home", "8 ms", "under 10 ms")], "As asked.")], run="*make bench*", to=document)
    after = sections(document)
    assert after.pop("Pages").splitlines() == [
        "*make bench*",
        "",
        "| what | measured | bound | met |",
        "| --- | --- | --- | --- |",
        "| home | 8 ms | under 10 ms | yes |",
        "",
        "As asked.",
    ]
    before.pop("Pages", None)
    assert after == before
    assert after["Beside other software"] == "*make bench-peers*\n\n| ours |"


def test_writing_the_same_again_changes_nothing_and_sections_keep_their_order(tmp_path: Path) -> None:
    document = tmp_path / "benchmarks.md"
    for title in reversed(ORDER):
        write([Section(title=title, lines=["text"])], run="*run*", to=document)
    once = document.read_bytes()
    write([Section(title="Search", lines=["text"])], run="*run*", to=document)
    assert document.read_bytes() == once
    assert list(sections(document)) == list(ORDER)


@pytest.mark.parametrize(
    ("figure", "bound", "said"),
    [
        ("6.8 ms", "under 10 ms", "yes"),
        ("10.0 ms", "under 10 ms", "no: 0% too much"),
        ("47 ms", "under 1 s", "yes"),
        ("1,200 ms", "at most 1 s", "no: 20% too much"),
        ("6,043 summaries/s", "at least 3,000/s", "yes"),
        ("0.36", "at least 0.45", "no: 20% too little"),
        ("1.59", "at most 2", "yes"),
        ("289", "none", ""),
    ],
)
def test_a_figure_is_held_to_its_bound(figure: str, bound: str, said: str) -> None:
    assert met(figure, bound) == said


def test_a_figure_in_other_units_than_its_bound_is_refused() -> None:
    with pytest.raises(ValueError, match="units"):
        met("40 MB", "under 3 s")
