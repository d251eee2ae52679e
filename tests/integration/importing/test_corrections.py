"""Corrections travel with a summary: imported, met again, changed, exported."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

from apercu.content import publishing
from apercu.content.as_drafts import summary_draft
from apercu.content.models import Correction, Summary
from apercu.importing.reporting import Report
from apercu.sources.markdown import read_markdown, write_summary
from tests.integration.importing.pages import WALK, page
from tests.integration.importing.test_meeting_again import codes, draft, everything, outcomes

Import = Callable[..., Report]
Write = Callable[..., Path]
TITLE = "Letters between sessions"
FIRST = "{date: 2024-05-02, text: It said 48 clients; it is 84.}"
SECOND = "{date: 2024-06-01, text: The journal's name was wrong.}"


def letters(*corrections: str) -> str:
    told = f"corrections: [{', '.join(corrections)}]\n" if corrections else ""
    return f"---\nkind: summary\nid: letters\ntitle: {TITLE}\n{told}---\n\nThey wrote letters.\n"


def told(summary: Summary) -> list[str]:
    return [str(row) for row in summary.corrections.all()]


def test_corrections_are_imported_and_importing_twice_changes_nothing(write: Write, import_: Import) -> None:
    path = write(letters(FIRST, SECOND), "letters.md")
    assert outcomes(import_(path, publish=True)) == ["created"]
    summary = Summary.objects.get(live=True)
    assert told(summary) == [
        "2024-05-02: It said 48 clients; it is 84.",
        "2024-06-01: The journal's name was wrong.",
    ]
    before = everything()
    assert outcomes(import_(path, publish=True)) == ["unchanged"]
    assert everything() == before


def test_a_new_correction_becomes_a_draft_for_an_editor(write: Write, import_: Import) -> None:
    import_(write(letters(FIRST), "letters.md"), publish=True)
    report = import_(write(letters(FIRST, SECOND), "letters.md"), publish=True)
    assert outcomes(report) == ["updated"]
    assert [c.detail for c in report.files[0].items[0].caveats if c.code == "new-text-is-a-draft"] == [
        "corrections"
    ]
    assert len(told(Summary.objects.get())) == 1
    assert len(told(draft(TITLE))) == 2
    again = everything()
    assert outcomes(import_(write(letters(FIRST, SECOND), "letters.md"), publish=True)) == ["unchanged"]
    assert everything() == again


def test_a_correction_the_source_takes_back_is_taken_back_in_a_draft(write: Write, import_: Import) -> None:
    import_(write(letters(FIRST, SECOND), "letters.md"), publish=True)
    assert outcomes(import_(write(letters(FIRST), "letters.md"), publish=True)) == ["updated"]
    assert len(told(Summary.objects.get())) == 2
    assert len(told(draft(TITLE))) == 1


def test_a_correction_of_an_editors_stays(write: Write, import_: Import) -> None:
    import_(write(letters(), "letters.md"), publish=True)
    latest = draft(TITLE)
    latest.corrections = [Correction(date=datetime.date(2024, 7, 1), text="Ours.")]
    latest.save_revision(clean=False)
    publishing.publish(record=Summary.objects.get(), by=None)
    assert outcomes(import_(write(letters(), "letters.md"), publish=True)) == ["unchanged"]
    report = import_(write(letters(FIRST), "letters.md"), publish=True)
    assert outcomes(report) == ["unchanged"]
    assert "edited-here" in codes(report)
    assert told(Summary.objects.get()) == told(draft(TITLE)) == ["2024-07-01: Ours."]


def test_a_page_that_has_no_place_for_corrections_takes_none_away(write: Write, import_: Import) -> None:
    path = write(page(("June 2021", [WALK])))
    import_(path, publish=True)
    latest = draft()
    latest.corrections = [Correction(date=datetime.date(2024, 7, 1), text="Ours.")]
    latest.save_revision(clean=False)
    report = import_(path, publish=True)
    assert outcomes(report) == ["unchanged"]
    assert "edited-here" not in codes(report)
    assert told(draft()) == ["2024-07-01: Ours."]


def test_what_is_exported_has_them_and_is_read_back(write: Write, import_: Import) -> None:
    import_(write(letters(FIRST, SECOND), "letters.md"), publish=True)
    written = summary_draft(Summary.objects.get(), identifier="letters")
    assert [one.date for one in written.corrections] == [
        datetime.date(2024, 5, 2),
        datetime.date(2024, 6, 1),
    ]
    assert read_markdown(write_summary(written)).summaries == (written,)
