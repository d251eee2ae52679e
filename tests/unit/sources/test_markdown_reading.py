"""Our Markdown files: what is understood, and what is said of what is not."""

from __future__ import annotations

import time

import pytest

from apercu.citations.reference import Name, PartialDate
from apercu.sources.draft import AccountLine, Caveat, DigestDraft, Place, SummaryDraft, Unreadable
from apercu.sources.markdown import read_markdown
from tests.patience import PATIENCE

SUMMARY = """\
---
kind: summary
id: lpn-2019-09-1
title: "Letters: Between Sessions"
slug: letters-between-sessions
month: 2019-09
position: 2
language: en
authors:
  - Ana Quill
topics: [Adherance, "Self-Reflection and Awareness"]
types:
  - Survey
gist: One sentence, no more.
articles:
  - type: article-journal
    title: "Letters between sessions: A diary study"
    author:
      - {family: Lund, given: S. T.}
    issued: {date-parts: [[2019, 3]]}
    volume: 4
    page: 12-29
citation: Lund, S. T. (2019). Letters between sessions.
studies: 1
participants: 84
facts: [84, 51]
---

Writing a letter is an *old* exercise,
wrapped by hand.

- one
- two

## Practice implications

A letter **costs** nothing.
"""


def summary(front: str, text: str = "") -> SummaryDraft:
    return read_markdown(f"---\nkind: summary\ntitle: A\n{front}\n---\n{text}").summaries[0]


def refused(text: str) -> tuple[str, str]:
    with pytest.raises(Unreadable) as caught:
        read_markdown(text)
    return caught.value.code, caught.value.detail


def test_a_summary() -> None:
    page = read_markdown(SUMMARY)
    (draft,) = page.summaries
    assert page.kind == "markdown"
    assert draft.title == "Letters: Between Sessions"
    assert (draft.identifier, draft.slug, draft.month) == (
        "lpn-2019-09-1",
        "letters-between-sessions",
        "2019-09",
    )
    assert (draft.position, draft.language, draft.authors) == (2, "en", ("Ana Quill",))
    assert draft.topics == ("Adherance", "Self-Reflection and Awareness")
    assert (draft.types, draft.gist) == (("Survey",), "One sentence, no more.")
    assert (draft.studies_count, draft.participants_count) == (1, 84)
    assert draft.citation == "Lund, S. T. (2019). Letters between sessions."
    assert draft.body == (
        "<p>Writing a letter is an <em>old</em> exercise, wrapped by hand.</p>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )
    assert draft.implications == "<p>A letter <strong>costs</strong> nothing.</p>"
    (article,) = draft.references
    assert (article.volume, article.pages) == ("4", "12-29")
    assert article.authors == (Name(family="Lund", given="S. T."),)
    assert article.issued == PartialDate(year=2019, month=3)
    assert draft.caveats == ()


def test_a_digest() -> None:
    page = read_markdown(
        "---\nkind: digest\nid: d1\nmonth: June 2021\n---\n…on *tea*\n\n## Announcements\n\nA study is open.\n"
    )
    assert page.summaries == ()
    assert page.digests == (
        DigestDraft(
            month="2021-06",
            identifier="d1",
            teaser="<p>…on <em>tea</em></p>",
            announcements="<p>A study is open.</p>",
        ),
    )
    assert [(line.number, line.place) for line in page.account] == [
        (1, Place.HEADER), (2, Place.HEADER), (3, Place.HEADER), (4, Place.HEADER), (5, Place.HEADER),
        (6, Place.BODY), (8, Place.BODY), (10, Place.BODY),
    ]  # fmt: skip


def test_the_account_of_a_summary() -> None:
    page = read_markdown("---\ntitle: A\n---\n\nText.\r\n\n## Implications pour la pratique\nAsk.\n")
    assert page.account == (
        AccountLine(number=1, text="---", place=Place.HEADER),
        AccountLine(number=2, text="title: A", place=Place.HEADER),
        AccountLine(number=3, text="---", place=Place.HEADER),
        AccountLine(number=5, text="Text.", place=Place.BODY, entry=0),
        AccountLine(number=7, text="## Implications pour la pratique", place=Place.IMPLICATIONS, entry=0),
        AccountLine(number=8, text="Ask.", place=Place.IMPLICATIONS, entry=0),
    )


def test_articles_are_read_from_the_citation_where_none_are_given() -> None:
    citation = "'Lund, S. T. (2019). Letters between sessions. Invented Counselling, 4, 12-29.'"
    assert summary(f"citation: {citation}").references[0].title == "Letters between sessions"
    assert summary(f"citation: {citation}\narticles: []").references == ()
    assert (
        Caveat(code="citation-unread", detail="nothing to read")
        in summary("citation: nothing to read").caveats
    )


TEXTS = {
    "raw HTML is shown, not run": ("<script>alert(1)</script> <b>x</b>", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;x&lt;/b&gt;</p>"),
    "an HTML block too": ("<div>\nx\n</div>", "<p>&lt;div&gt; x &lt;/div&gt;</p>"),
    "headings of any level": ("# One\n\n#### Four", "<h3>One</h3>\n<h3>Four</h3>"),
    "a line break": ("one\\\ntwo  \nthree", "<p>one<br>two<br>three</p>"),
    "subscript and superscript": ("H~2~O, x^2^, ~ 5 and ~ 6", "<p>H<sub>2</sub>O, x<sup>2</sup>, ~ 5 and ~ 6</p>"),
    "an indented paragraph is no code": ("    four spaces", "<p>four spaces</p>"),
    "a line of dashes hides nothing": ("text\n---\nmore", "<p>text --- more</p>"),
    "a definition hides nothing": ("[1]: https://example.org", "<p>[1]: https://example.org</p>"),
    "an image is a link": ("![a](https://example.org/a.png)", '<p>!<a href="https://example.org/a.png">a</a></p>'),
    "entities": ("&lt; &amp; &copy; &nbsp;", "<p>&lt; &amp; © \u00a0</p>"),
    "another second-level heading": ("## Method\n\nText.", "<h3>Method</h3>\n<p>Text.</p>"),
    "an address in angle brackets": ("<https://example.org>", '<p><a href="https://example.org">https://example.org</a></p>'),
}  # fmt: skip


@pytest.mark.parametrize(("text", "html"), TEXTS.values(), ids=TEXTS.keys())
def test_text(text: str, html: str) -> None:
    draft = summary("", text)
    assert draft.body == html
    assert draft.caveats == ()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "/about", "ftp://example.org"]
)
def test_a_link_that_is_not_allowed_is_text_and_said_so(address: str) -> None:
    draft = summary("", f"[click]({address})")
    assert draft.body == "<p>click</p>"
    assert draft.caveats == (Caveat(code="link-dropped", detail=address),)


@pytest.mark.parametrize(
    ("front", "caveat"),
    [
        ("titel: B", Caveat(code="unknown-key", detail="titel; did you mean title?")),
        ("Topics: [a]", Caveat(code="unknown-key", detail="Topics; did you mean topics?")),
        ("colour: red", Caveat(code="unknown-key", detail="colour")),
        ("month: Brumaire 2021", Caveat(code="month-unreadable", detail="Brumaire 2021")),
        ("month: 2021-13", Caveat(code="month-unreadable", detail="2021-13")),
        ("language: english", Caveat(code="language-unknown", detail="english")),
        ("position: first", Caveat(code="front-matter-wrong-type", detail="position: expected a whole number, found a text (first)")),
        ("studies: -1", Caveat(code="front-matter-wrong-type", detail="studies: expected a whole number, found a whole number (-1)")),
        ("participants: 12,036", Caveat(code="front-matter-wrong-type", detail="participants: expected a whole number, found a text (12,036)")),
        ("gist: [a]", Caveat(code="front-matter-wrong-type", detail="gist: expected a text, found a list (['a'])")),
        ("gist: true", Caveat(code="front-matter-wrong-type", detail="gist: expected a text, found true or false (True)")),
        ("authors: {a: b}", Caveat(code="front-matter-wrong-type", detail="authors: expected a list, found keys with values ({'a': 'b'})")),
        ("topics: [[a]]", Caveat(code="front-matter-wrong-type", detail="topics: expected a text, found a list (['a'])")),
        ("articles: Lund 2019", Caveat(code="front-matter-wrong-type", detail="articles: expected a list, found a text (Lund 2019)")),
    ],
)  # fmt: skip
def test_a_fault_that_leaves_the_rest_usable_is_a_caveat(front: str, caveat: Caveat) -> None:
    draft = summary(front)
    assert caveat in draft.caveats
    assert (draft.title, draft.month, draft.language, draft.position) == ("A", None, "", None)


@pytest.mark.parametrize(
    "article", ["just a text", "{}", "{title: [a]}", "{author: Lund}", "{issued: {date-parts: 2019}}"]
)
def test_an_article_that_cannot_be_read_leaves_the_others(article: str) -> None:
    draft = summary(f"articles:\n  - title: Kept\n  - {article}")
    assert [reference.title for reference in draft.references] == ["Kept"]
    (caveat,) = draft.caveats
    assert caveat.code == "article-unreadable"
    assert caveat.detail.startswith("article 2: ")


def test_a_missing_kind_is_a_summary() -> None:
    draft = read_markdown("---\ntitle: A\n---\n").summaries[0]
    assert draft.caveats == (Caveat(code="missing-kind", detail="summary"),)


@pytest.mark.parametrize(
    ("values", "title"),
    [("No", "No"), ("1984", "1984"), ("2021-06-01", "2021-06-01"), ("'007'", "007"), ("0x1F", "0x1F"), ("1.50", "1.50"), ("~x", "~x")],
)  # fmt: skip
def test_what_looks_like_something_else_is_a_title_all_the_same(values: str, title: str) -> None:
    assert read_markdown(f"---\nkind: summary\ntitle: {values}\n---\n").summaries[0].title == title


@pytest.mark.parametrize(
    ("front", "code", "detail"),
    [
        ("kind: summary", "missing-title", ""),
        ("kind: summary\ntitle: ' '", "missing-title", ""),
        ("kind: summary\ntitle:", "missing-title", ""),
        ("title: [a, b]", "front-matter-wrong-type", "title: expected a text, found a list (['a', 'b'])"),
        (
            "- a\n- b",
            "front-matter-wrong-type",
            "front matter: expected keys with values, found a list (['a', 'b'])",
        ),
        ("kind: sumary\ntitle: A", "unknown-kind", "sumary; did you mean summary?"),
        ("kind: event", "unknown-kind", "event"),
        ("kind: [digest]", "unknown-kind", "['digest']"),
        ("kind: digest", "missing-month", ""),
        ("kind: digest\nmonth: soon", "month-unreadable", "soon"),
        ("kind: digest\nmonth: [2021]", "month-unreadable", "[2021]"),
        ("title: A: B", "front-matter-unreadable", "line 2: mapping values are not allowed here"),
        ("a: b\ntitle: 'A", "front-matter-unreadable", "line 3: found unexpected end of stream"),
        (
            "title: A\n\tgist: b",
            "front-matter-unreadable",
            "line 3: found character '\\t' that cannot start any token",
        ),
        ("title: A\ntitle: B", "front-matter-unreadable", "line 3: title is given twice"),
        ("title: &a A\ngist: *a", "front-matter-unreadable", "line 3: aliases (*) are not allowed"),
        ("title: !!python/object:os.system x", "front-matter-unreadable", None),
        ("title: !!timestamp soon", "front-matter-unreadable", None),
        ("position: !!int nine\ntitle: A", "front-matter-unreadable", None),
        ("gist: !!bool maybe\ntitle: A", "front-matter-unreadable", None),
        ("? [a]\n: b", "front-matter-unreadable", None),
        ("title: \x07", "front-matter-unreadable", None),
        ("a: " + "[" * 5_000, "front-matter-unreadable", "line 2: nested too deep"),
        ("a: " + "[" * 40 + "]" * 40, "front-matter-unreadable", "line 2: nested too deep"),
        (
            "gist: " + "a" * 199_000 + "\nslug: " + "a" * 2_000,
            "front-matter-unreadable",
            "longer than 200000 characters",
        ),
    ],
)
def test_a_fault_that_prevents_use_is_refused_by_name(front: str, code: str, detail: str | None) -> None:
    found = refused(f"---\n{front}\n---\ntext\n")
    assert found[0] == code
    if detail is not None:
        assert found[1] == detail
    assert len(found[1]) < 400


def test_no_end_of_the_front_matter() -> None:
    assert refused("---\ntitle: A\n") == ("front-matter-unreadable", "no second --- line")


def test_an_alias_bomb_is_refused_at_once() -> None:
    rows = [f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(9)]
    started = time.process_time()
    code, detail = refused("---\na: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(rows) + "\ntitle: A\n---\n")
    assert (code, detail) == ("front-matter-unreadable", "line 3: aliases (*) are not allowed")
    assert time.process_time() - started < PATIENCE


@pytest.mark.parametrize(
    "text",
    [">" * 500, "- " * 500 + "x", "1. " * 500 + "x", " " * 300 + "- x"],
    ids=["quotes", "bullets", "numbers", "indent"],
)
def test_lists_and_quotations_nested_beyond_reason(text: str) -> None:
    assert refused(f"---\ntitle: A\n---\n{text}\n")[0] == "too-deep"


def test_nesting_within_reason_loses_no_word() -> None:
    draft = summary("", "> " * 30 + "deep words\n\n" + "- " * 30 + "more words\n")
    assert "deep words" in draft.body
    assert "more words" in draft.body


@pytest.mark.parametrize("unit", ["[", "*a", "**", "[a](", "<", "&", "`", "~a", "^", "![", "\\", "_*", "> "])
def test_a_long_line_of_signs_takes_no_long_time(unit: str) -> None:
    started = time.process_time()
    summary("", "x " + unit * (20_000 // len(unit)))
    assert time.process_time() - started < PATIENCE


def test_a_file_larger_than_any_summary() -> None:
    assert refused("---\ntitle: A\n---\n" + "word\n" * 500_000)[0] == "too-large"


def test_signs_that_no_page_can_carry_are_left_out_of_the_front_matter() -> None:
    read = summary(
        'gist: "a\\ud800b\\0c \\ud83d\\ude42"\narticles:\n'
        '  - {title: "T\\udfff", author: [{family: "O\\ud800kafor"}], "no\\ud800te": "x\\a"}'
    )
    assert read.gist == "abc 🙂"
    (reference,) = read.references
    assert (reference.title, reference.authors[0].family) == ("T", "Okafor")
    assert dict(reference.unknown) == {"note": "x"}
