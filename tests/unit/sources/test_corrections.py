"""What a Markdown file tells of corrections, and what it says when it cannot be read."""

from __future__ import annotations

import datetime

import pytest

from apercu.sources.draft import CorrectionDraft, SummaryDraft
from apercu.sources.markdown import read_markdown, write_summary


def test_a_correction_is_written_as_a_person_would_write_it() -> None:
    told = CorrectionDraft(date=datetime.date(2024, 5, 2), text="It said 48; it is 84.")
    written = write_summary(SummaryDraft(title="A", corrections=(told,)))
    assert "corrections:\n  - date: '2024-05-02'\n    text: It said 48; it is 84.\n" in written


@pytest.mark.parametrize("date", ["2024-05-02", '"2024-05-02"'])
def test_a_date_needs_no_quotes(date: str) -> None:
    text = f"---\nkind: summary\ntitle: A\ncorrections:\n  - date: {date}\n    text: Put right.\n---\n"
    (draft,) = read_markdown(text).summaries
    assert draft.corrections == (CorrectionDraft(date=datetime.date(2024, 5, 2), text="Put right."),)
    assert draft.caveats == ()


def test_one_correction_alone_stands_for_a_list_of_one() -> None:
    text = "---\nkind: summary\ntitle: A\ncorrections:\n  date: 2024-05-02\n  text: Put right.\n---\n"
    assert len(read_markdown(text).summaries[0].corrections) == 1


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ("{date: 2024-05-02}", "correction 1: text: expected a text, found something else (None)"),
        ('{date: 2024-05-02, text: " "}', "correction 1: text: expected a text, found a text ( )"),
        ("{text: Put right.}", "correction 1: date: None is none; write it as 2024-05-02 (Put right.)"),
        (
            "{date: May 2024, text: Put right.}",
            "correction 1: date: May 2024 is none; write it as 2024-05-02 (Put right.)",
        ),
        ("{date: 2024-02-30, text: Put right.}", "correction 1: date: 2024-02-30 is none (Put right.)"),
        ("Put right.", "correction 1: corrections: expected keys with values, found a text (Put right.)"),
    ],
)
def test_what_is_no_correction_is_left_out_and_told(record: str, says: str) -> None:
    text = f"---\nkind: summary\ntitle: A\ncorrections:\n  - {record}\n  - {{date: 2024-05-02, text: Kept.}}\n---\n"
    (draft,) = read_markdown(text).summaries
    assert [one.text for one in draft.corrections] == ["Kept."]
    assert [(caveat.code, caveat.detail) for caveat in draft.caveats] == [("correction-unreadable", says)]
