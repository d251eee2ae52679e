"""docs/features/lookup.md lists the codes there are, and no others."""

from __future__ import annotations

import re
from pathlib import Path

from apercu.fetching import Unfetchable
from apercu.lookup import NoticeKind, Stage

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "features" / "lookup.md").read_text("utf-8")
SOURCE = "".join(path.read_text("utf-8") for path in (ROOT / "src/apercu/lookup").glob("*.py"))


def rows(heading: str) -> set[str]:
    """The codes in the first column of the table under a heading of a table."""
    table = PAGE.split(f"| {heading} |")[1].split("\n\n")[0]
    return set(re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE))


def codes_of(error: type[Unfetchable]) -> set[str]:
    return {error.code}.union(*(codes_of(child) for child in error.__subclasses__()))


def test_every_reason_for_no_answer_is_documented() -> None:
    ours = set(re.findall(r'code(?: = |=)"([a-z-]+)"', SOURCE.split("class Reason")[0]))
    unanswered = set(re.findall(r'^    code = "([a-z-]+)"', SOURCE, re.MULTILINE)) - {"unanswered"}
    not_asked = set(re.findall(r'Failure\([^)]*code="([a-z-]+)"', SOURCE))
    assert unanswered
    assert not_asked
    assert ours
    assert rows("code") == codes_of(Unfetchable) | unanswered | not_asked


def test_kinds_stages_and_caveats_are_documented() -> None:
    assert rows("kind") == set(NoticeKind)
    assert rows("stage") == set(Stage)
    assert rows("caveat") == set(re.findall(r'"((?:title|names)-in-capitals|authors-cut)"', SOURCE))


def test_every_reason_for_a_candidate_is_documented() -> None:
    module = (ROOT / "src/apercu/lookup/finding.py").read_text("utf-8")
    used = set(re.findall(r'"((?:title|year)-[a-z]+|first-author|journal|volume|pages|is-preprint)"', module))
    section = PAGE.split("## Candidates")[1].split("## ")[0]
    assert used == set(re.findall(r"`([a-z]+(?:-[a-z]+)?)`", section)) - {"is_likely"}
