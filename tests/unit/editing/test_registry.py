"""All checks together: each listed, documented, none twice, and a broken one does not take the others away."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.content.rules import Problem
from apercu.editing.checks import kinds, running
from apercu.editing.checks.entry import Entry, Summarised, Term
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.registry import OF_DIGESTS, OF_SUMMARIES
from tests.unit.editing.drafts import about, digest, entry

TOPICS = (
    Term(
        slug="adherence", names=("Adherence", "Fidélité au traitement"), aliases=("Adherance", "compliance")
    ),
    Term(slug="alliance", names=("Alliance and Therapeutic Relationship",), aliases=("WAI", "rupture")),
)

ROOT = Path(__file__).resolve().parents[3]
EVERY: list[Check[Any]] = [*OF_SUMMARIES, *OF_DIGESTS]


def test_every_file_of_checks_is_in_the_registry() -> None:
    files = {path.stem for path in Path(next(iter(kinds.__path__))).glob("*.py") if path.stem != "__init__"}
    assert files == {check.code.replace("-", "_") for check in EVERY}


def test_every_check_is_documented_and_no_other() -> None:
    text = (ROOT / "docs/editors/checks.md").read_text("utf-8")
    rows = re.findall(r"^\| \*\*(.+?)\*\* \|", text, flags=re.MULTILINE)
    assert len(rows) == len(set(rows))
    assert set(rows) == {str(check.title) for check in EVERY}


def test_the_numbers_of_the_document_are_those_of_the_code() -> None:
    from apercu.editing.checks.kinds.gist import MOST_WORDS
    from apercu.editing.checks.kinds.length import USUAL
    from apercu.editing.checks.kinds.reading_level import HARDEST_GRADE, LEAST_EASE

    text = (ROOT / "docs/editors/checks.md").read_text("utf-8")
    for least, most in USUAL.values():
        assert f"{least} to {most}" in text
    assert f"{MOST_WORDS} words" in text
    assert f"grade {HARDEST_GRADE:.0f}" in text
    assert f"below {LEAST_EASE:.0f}" in text


def broken(_entry: Entry) -> Iterator[Finding]:
    raise ZeroDivisionError
    yield


def test_a_broken_check_is_logged_with_the_entry_and_shown(caplog: pytest.LogCaptureFixture) -> None:
    checks = [Check(code="broken", title="Broken", find=broken), *OF_SUMMARIES]
    with caplog.at_level(logging.ERROR):
        report = running.of_summary(entry(pk=41, title="A TITLE IN CAPITALS"), checks=checks)
    assert report.failed == ("Broken",)
    assert [one.code for one in report.advice] == ["title-in-capitals"]
    assert "broken failed on Entry 41" in caplog.text


def test_what_blocks_is_exactly_the_gate() -> None:
    problem = Problem(code="gist-missing", field="gist")
    report = running.of_summary(entry(title="SHOUTED FROM THE ROOFTOPS.", problems=(problem,)))
    assert [one.code for one in report.blocking] == ["gist-missing"]
    assert {one.code for one in report.advice} == {"title-in-capitals", "title-full-stop"}
    assert report.count == 3


def test_one_cause_is_told_once() -> None:
    """“OMEGAX” is a misspelt topic and an unexplained abbreviation: the first to speak is enough."""

    def says(code: str) -> Check[Entry]:
        one = Finding(code=code, field="body", what="x", mend="y", words="omega")
        return Check(code=code, title=code, find=lambda _entry: [one, one])

    report = running.of_summary(entry(), checks=[says("first"), says("second")])
    assert [one.code for one in report.advice] == ["first"]


def test_what_is_set_aside_stays_so_while_its_words_do() -> None:
    (first,) = running.of_summary(about(issue="")).advice
    aside = {first.fingerprint}
    assert running.of_summary(about(issue=""), aside=aside).advice == ()
    assert running.of_summary(about(issue=""), aside=aside).set_aside == (first,)
    assert [one.code for one in running.of_summary(about(pages=""), aside=aside).advice] == [
        "citation-incomplete"
    ]


@settings(deadline=None)
@given(data=st.data())
def test_no_text_breaks_a_check(data: st.DataObject) -> None:
    """Whatever somebody types, in either language: every check has something to say, or nothing."""
    pieces = [
        "He said",
        "IPT (",
        "<a href='x'>",
        "</a>",
        "(2020)",
        "et al.",
        "20, 3-4",
        "«\u00a0",
        "’",
        ".",
        "\n",
        "&amp;",
    ]
    text = st.lists(st.sampled_from(pieces) | st.text(max_size=30), max_size=12).map(" ".join)
    fields = ("title", "gist", "body", "implications", "printed_citation")
    typed = {field: data.draw(text, label=field) for field in fields}
    language = data.draw(st.sampled_from(["en", "fr"]), label="language")
    articles = about(title=data.draw(text), doi=data.draw(text), pages=data.draw(text)).articles
    of = entry(
        **typed, language=language, articles=data.draw(st.sampled_from([(), articles])), known_topics=TOPICS
    )
    report = running.of_summary(of)
    assert report.failed == ()
    assert all(one.what and one.field for one in report.advice)
    month = digest(
        Summarised(title=typed["title"], gist=typed["gist"], text=typed["body"]),
        teaser=typed["implications"],
        announcements=typed["body"],
        language=language,
        known_topics=TOPICS,
    )
    assert running.of_digest(month).failed == ()


@pytest.mark.parametrize("text", ["." * 50_000, "<a>" * 10_000, "(" * 20_000, "A" * 50_000])
def test_no_text_holds_the_form_up(text: str) -> None:
    """Patterns that try again at every letter would need minutes: a deadline, not a measurement."""
    start = time.monotonic()
    report = running.of_summary(entry(title=text[:500], gist=text, body=text, implications=text))
    assert report.failed == ()
    assert time.monotonic() - start < 20


def test_nothing_that_blocks_can_be_set_aside() -> None:
    of = entry(problems=(Problem(code="gist-missing", field="gist"),))
    (blocking,) = running.of_summary(of).blocking
    assert running.of_summary(of, aside={blocking.fingerprint}).blocking == (blocking,)
