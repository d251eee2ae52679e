"""The law of our Markdown format: what was written is read back the same."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from apercu.sources.cleaning import clean_html
from apercu.sources.detecting import read_page
from apercu.sources.draft import DigestDraft, SummaryDraft
from apercu.sources.markdown import read_markdown, write_digest, write_summary
from apercu.sources.page_capture import read_page_capture
from tests.unit.sources.printed import LAKESIDE, OLD_FORM
from tests.unit.sources.strategies import DIGESTS, MESSY_HTML, SUMMARIES
from tests.unit.sources.test_account_law import numbered


@given(SUMMARIES)
def test_a_summary_is_read_as_it_was_written(draft: SummaryDraft) -> None:
    written = write_summary(draft)
    page = read_markdown(written)
    assert page.summaries == (draft,)
    assert [(line.number, line.text) for line in page.account] == numbered(written)


@given(DIGESTS)
def test_a_digest_is_read_as_it_was_written(draft: DigestDraft) -> None:
    assert read_markdown(write_digest(draft)).digests == (draft,)


@given(MESSY_HTML)
def test_html_that_was_not_cleaned_is_read_as_if_it_had_been(html: str) -> None:
    read = read_markdown(write_summary(SummaryDraft(title="A", body=html))).summaries[0]
    assert read.body == clean_html(html)


@pytest.mark.parametrize("capture", [LAKESIDE, OLD_FORM])
def test_every_draft_of_a_page_survives_the_way_through_a_file(capture: str, tmp_path: Path) -> None:
    for number, draft in enumerate(read_page_capture(capture).summaries):
        path = tmp_path / f"{number}.md"
        path.write_text(write_summary(draft), encoding="utf-8")
        page = read_page(path)
        assert page.kind == "markdown"
        assert page.summaries == (replace(draft, caveats=()),)


def test_the_real_page_survives_too() -> None:
    path = os.environ.get("APERCU_REAL_PAGE")
    if not path:
        pytest.skip("APERCU_REAL_PAGE is not set: no real page to read")
    for draft in read_page(Path(path)).summaries:
        assert read_markdown(write_summary(draft)).summaries == (replace(draft, caveats=()),)


PLAIN = {
    "<p>Plain words, and nothing else.</p>": "Plain words, and nothing else.",
    "<p>An <em>old</em> and <strong>tested</strong> exercise.</p>": "An *old* and **tested** exercise.",
    '<p>See <a href="https://example.org/a">the study</a>.</p>': "See [the study](https://example.org/a).",
    "<h3>Who took part</h3>\n<p>Nobody.</p>": "### Who took part\n\nNobody.",
    "<ul>\n<li>one</li>\n<li>two</li>\n</ul>": "- one\n- two",
    "<ol>\n<li>one</li>\n<li>two</li>\n</ol>": "1. one\n2. two",
    "<blockquote>\n<p>said</p>\n</blockquote>": "> said",
    "<p>one<br>two</p>": "one\\\ntwo",
    "<p>H<sub>2</sub>O and x<sup>2</sup></p>": "H~2~O and x^2^",
    "<p>r = − .37, 90% CI [− .61, − .08], p &lt; .05 &amp; more</p>": "r = − .37, 90% CI \\[− .61, − .08\\], p \\< .05 & more",
}


@pytest.mark.parametrize(("html", "markdown"), PLAIN.items())
def test_the_file_looks_as_a_person_would_write_it(html: str, markdown: str) -> None:
    written = write_summary(SummaryDraft(title="A", body=html))
    assert written == f"---\nkind: summary\ntitle: A\n---\n\n{markdown}\n"
    assert read_markdown(written).summaries[0].body == html
