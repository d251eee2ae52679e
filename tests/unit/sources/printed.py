"""Pages for the tests, printed line by line: the shape is that of a real page, the words are ours."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from apercu.sources.draft import Place, SourcePage, SummaryDraft
from apercu.sources.page_capture import read_page_capture

SAMPLES = Path(__file__).parents[2] / "samples" / "pages"
LAKESIDE = (SAMPLES / "lakeside.txt").read_text(encoding="utf-8")
OLD_FORM = (SAMPLES / "old-form.txt").read_text(encoding="utf-8")

HEADER = (
    "Blog",
    "The Lakeside network sums up two studies a month for people who work with people.",
    "This month...",
    "…I write about small talk and short sessions",
    "Type of Research",
    "Topics",
    "- ALL Topics (clear)",
    "- Adherance",
    "- Training",
)
TITLE = "Letters Between Sessions"
CITATION = (
    "Obi, C., & Lund, S. T. (2019). Letters between sessions: A diary study. Invented Counselling, 4, 12-29."
)
BODY = "Writing a letter that is never sent is an old exercise, and in this study it was put to the test with 84 clients."
LABEL = "Practice Implications"
IMPLICATIONS = (
    "A letter costs nothing and asks little, and the choice to show it should stay with the client."
)

NEXT_TITLE = "What Helps Groups to Survive the Summer"
NEXT_BODY = "Every group leader knows the thinned circle of September, and this study followed 46 groups over a summer."
NEXT_IMPLICATIONS = "One cup of tea in July may save a group in September, and it need not be led by anybody."
NEXT_ENTRY = (NEXT_TITLE, NEXT_BODY, LABEL, NEXT_IMPLICATIONS)


def read(*lines: str) -> SourcePage:
    """The page of these lines."""
    return read_page_capture("\n".join(lines) + "\n")


def read_entry(*lines: str, month: str = "June 2021") -> SummaryDraft:
    """The first draft of a page that holds an entry of these lines, and another entry after it."""
    page = read(*HEADER, month, *lines, *NEXT_ENTRY)
    assert [draft.title for draft in page.summaries][1:] == [NEXT_TITLE], "the entry below must not suffer"
    assert page.leftover == ()
    return page.summaries[0]


def codes(draft: SummaryDraft | SourcePage) -> list[str]:
    """The codes of its caveats, as plain text."""
    return [str(caveat.code) for caveat in draft.caveats]


def html(*texts: str) -> str:
    """Paragraphs as they stand in a draft."""
    return "\n".join(f"<p>{text}</p>" for text in texts)


def places(page: SourcePage, wanted: Iterable[str]) -> list[tuple[Place, int | None]]:
    """Where these lines ended."""
    found = {line.text: (line.place, line.entry) for line in page.account}
    return [found[text] for text in wanted]
