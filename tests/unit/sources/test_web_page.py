"""The saved HTML of a page, in unlike mark-ups, damaged and hostile: the same drafts as its text."""

from __future__ import annotations

import pytest

from apercu.sources.cleaning import clean_html, text_of
from apercu.sources.draft import Place, SourcePage, Unreadable
from apercu.sources.page_capture import read_page_capture
from apercu.sources.web_page import read_web_page
from tests.samples.pages.markups import MARKUPS, PrintedPage, printed_page
from tests.unit.sources.printed import BODY, CITATION, IMPLICATIONS, LAKESIDE, OLD_FORM, TITLE, codes, places
from tests.unit.sources.test_account_law import check_texts

ENTRY = f"<h3>{TITLE}</h3><p>{CITATION}</p><p>{BODY}</p><h4>Practice Implications</h4><p>{IMPLICATIONS}</p>"


def printed(page: SourcePage) -> list[tuple[object, ...]]:
    """What a reader of the page sees of its entries."""
    return [
        (
            draft.title,
            draft.month,
            draft.citation,
            draft.references,
            text_of(draft.body),
            text_of(draft.implications),
        )
        for draft in page.summaries
    ]


def page_of(body: str, *, month: str = "<h2>June 2021</h2>") -> SourcePage:
    return read_web_page(f"<!doctype html><html><body><h1>Blog</h1>{month}{body}</body></html>")


@pytest.mark.parametrize("markup", MARKUPS)
@pytest.mark.parametrize("capture", [LAKESIDE, OLD_FORM], ids=["lakeside", "old form"])
def test_the_same_drafts_in_every_markup(markup: str, capture: str) -> None:
    text = read_page_capture(capture)
    web = read_web_page(MARKUPS[markup](printed_page(text)))
    assert printed(web) == printed(text)
    assert web.header.teaser == text.header.teaser
    assert web.header.topics == text.header.topics
    assert web.header.intro == text.header.intro
    assert web.caveats == ()
    check_texts(web)


@pytest.mark.parametrize("markup", MARKUPS)
def test_research_types_in_every_markup(markup: str) -> None:
    text = printed_page(read_page_capture(LAKESIDE))
    page = PrintedPage(
        intro=text.intro,
        teaser=text.teaser,
        topics=text.topics,
        types=("Review", "Survey"),
        entries=text.entries,
    )
    assert read_web_page(MARKUPS[markup](page)).header.types == ("Review", "Survey")


@pytest.mark.parametrize(
    ("markup", "header", "filters", "leftover"),
    [
        (
            "cms view",
            ["We use cookies on this site.", "OK, I agree", "About", "Archives", "June 2001"],
            ["Type of Research", "Topics", "- Any -", "Adherance", "Apply"],
            ["Next ›", "© The network. All rights reserved."],
        ),
        (
            "wordpress",
            ["The network", "Menu", "Home"],
            ["Topics", "Adherance"],
            ["Share this:", "Older posts", "Archives", "June 2001", "Proudly powered by a weblog"],
        ),
        ("table", ["Home", "About us"], ["Topics", "- Adherance"], ["© The network"]),
    ],
)
def test_what_is_not_the_text_has_its_place_too(
    markup: str, header: list[str], filters: list[str], leftover: list[str]
) -> None:
    page = read_web_page(MARKUPS[markup](printed_page(read_page_capture(LAKESIDE))))
    assert places(page, header) == [(Place.HEADER, None)] * len(header)
    assert places(page, filters) == [(Place.FILTERS, None)] * len(filters)
    assert places(page, leftover) == [(Place.LEFTOVER, None)] * len(leftover)
    everything = page.header.intro + page.header.teaser
    assert not any(text in everything for text in [*header, *leftover])


def test_scripts_styles_templates_and_comments_are_no_text() -> None:
    page = read_web_page(MARKUPS["cms view"](printed_page(read_page_capture(LAKESIDE))))
    text = "\n".join(line.text for line in page.account)
    for hidden in ("dataLayer", "color: teal", "document.write"):
        assert hidden not in text
    assert len(page.summaries) == 6


def test_a_byline_in_the_markup_gives_authors_and_the_month() -> None:
    page = read_web_page(MARKUPS["wordpress"](printed_page(read_page_capture(LAKESIDE))))
    assert [draft.authors for draft in page.summaries] == [("Ana Quill",)] * 6
    assert [draft.month for draft in page.summaries][:3] == ["2019-09", "2019-09", "2019-08"]
    assert not any("no-month" in codes(draft) for draft in page.summaries)


def test_the_style_of_a_text_is_kept() -> None:
    body = (
        '<p>An <i>old</i> and <b>tested</b> one, see <a href="https://example.org/x" onclick="y()">the study</a>, '
        "H<sub>2</sub>O.</p><ul><li>letters</li><li><em>calls</em></li></ul><blockquote><p>said</p></blockquote>"
        "<h5>Who took part</h5><ol><li>nobody</li></ol>"
    )
    html = ENTRY.replace(f"<p>{BODY}</p>", body) + ENTRY.replace(TITLE, "Another Title")
    page = page_of(html)
    assert page.summaries[0].body == "\n".join(
        [
            '<p>An <em>old</em> and <strong>tested</strong> one, see <a href="https://example.org/x">the study</a>, '
            "H<sub>2</sub>O.</p>",
            "<ul>\n<li>letters</li>\n<li><em>calls</em></li>\n</ul>",
            "<blockquote>\n<p>said</p>\n</blockquote>",
            "<h3>Who took part</h3>",
            "<ol>\n<li>nobody</li>\n</ol>",
        ]
    )
    assert [draft.title for draft in page.summaries] == [TITLE, "Another Title"]


@pytest.mark.parametrize(
    "label",
    [
        "<p><strong>Practice Implications</strong><br>{}</p>",
        "<p><strong>Practice Implications:</strong> {}</p>",
        "<p><b>Practice Implications</b>{}</p>",
        "<h4>Practice&#32;\n Implications</h4>{}",
        "<div><u>PRACTICE IMPLICATIONS</u></div><div>{}</div>",
    ],
)
def test_the_label_in_any_markup(label: str) -> None:
    styled = "<em>Ask</em> and wait."
    page = page_of(f"<h3>{TITLE}</h3><p>{CITATION}</p><p>{BODY}</p>" + label.format(styled))
    assert page.summaries[0].implications == f"<p>{styled}</p>"
    assert text_of(page.summaries[0].body) == BODY


def test_white_space_is_that_of_a_browser() -> None:
    page = page_of(
        ENTRY.replace(BODY, "One\n   two\tthree  <em> four</em>\r\n five\u00a0\u00a0six &lt;b&gt; &amp;amp;.")
    )
    assert (
        page.summaries[0].body
        == "<p>One two three <em>four</em> five\u00a0\u00a0six &lt;b&gt; &amp;amp;.</p>"
    )


def test_titles_are_told_by_their_level_even_where_nothing_else_tells() -> None:
    html = "<h3>One</h3><p>Short.</p><h3>Two?</h3><h3>Three.</h3><p>Practice Implications</p><p>Ask</p>"
    page = page_of(html)
    assert [draft.title for draft in page.summaries] == ["One", "Two?", "Three."]
    assert text_of(page.summaries[0].body) == "Short."


def test_a_month_as_a_title_is_told_by_its_level() -> None:
    page = page_of(ENTRY + ENTRY.replace(TITLE, "May 2019"))
    assert [(draft.title, draft.month) for draft in page.summaries] == [
        (TITLE, "2021-06"),
        ("May 2019", "2021-06"),
    ]


def test_a_month_named_in_the_text_is_no_heading() -> None:
    page = page_of(ENTRY.replace(f"<p>{BODY}</p>", f"<p>{BODY}</p><p>May 2019</p><p>{BODY}</p>"))
    assert [draft.month for draft in page.summaries] == ["2021-06"]
    assert "<p>May 2019</p>" in page.summaries[0].body


@pytest.mark.parametrize(
    "wrapper",
    [
        '<div class="page has-sidebar">{}</div>',
        '<form method="post" id="aspnetForm">{}</form>',
        '<div id="menu-content">{}</div>',
        "<article>{}</article>",
        '<section class="filter-results">{}</section>',
        "<ul><li>{}</li></ul>",
    ],
)
def test_a_misleading_wrapper_hides_no_entry(wrapper: str) -> None:
    page = read_web_page(wrapper.format(f"<h2>June 2021</h2>{ENTRY}"))
    assert printed(page) == printed(page_of(ENTRY))
    assert page.leftover == ()


HOSTILE = {
    "script in the text": f"{BODY}<script>alert('x')</script>",
    "script inside a word": f"{BODY[:10]}<script>alert('x')</script>{BODY[10:]}",
    "event handler": f'<span onmouseover="alert(1)" style="x:expression(1)">{BODY}</span>',
    "javascript link": f'<a href="javascript:alert(1)">{BODY}</a>',
    "disguised javascript link": f'<a href=" j&#97;va\tscript:alert(1)">{BODY}</a>',
    "data link": f'<a href="data:text/html;base64,PHNjcmlwdD4=">{BODY}</a>',
    "image with a handler": f'<img src=x onerror="alert(1)">{BODY}',
    "frame": f'<iframe srcdoc="<script>alert(1)</script>"></iframe>{BODY}',
    "svg": f"<svg onload=alert(1)><script>alert(1)</script></svg>{BODY}",
    "mathml": f"<math><mtext><script>alert(1)</script></mtext></math>{BODY}",
    "nested tables": f"<table><tr><td><table><tr><td><table><tr><td>{BODY}</table></table></table>",
    "tags left open": f"<div><b><i><u>{BODY}",
    "comment that looks like text": f"<!-- <p>alert</p> -->{BODY}<!-- unclosed --",
    "noscript": f"<noscript>alert</noscript>{BODY}",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_page_is_read_safely(body: str) -> None:
    page = page_of(ENTRY.replace(BODY, body))
    (draft,) = page.summaries
    assert BODY in text_of(draft.body)
    assert "alert" not in draft.body + draft.implications
    assert clean_html(draft.body) == draft.body
    assert "href" not in draft.body


def test_the_text_of_tags_written_as_text_stays_text() -> None:
    page = page_of(ENTRY.replace(BODY, "&lt;script&gt;alert(1)&lt;/script&gt; is how it was tried."))
    assert page.summaries[0].body == "<p>&lt;script&gt;alert(1)&lt;/script&gt; is how it was tried.</p>"


@pytest.mark.parametrize(
    "html", ["", " ", "<", "<html>", "<html></html>", "<p>", "\ufeff<!doctype html>", "<frameset>", "<!--"]
)
def test_a_page_with_nothing_on_it(html: str) -> None:
    page = read_web_page(html)
    assert page.summaries == ()
    assert codes(page) == ["no-entries"]


BOMBS = {
    "nested blocks": "<div>" * 200_000,
    "formatting to repeat": "<p>"
    + "".join(f"<font color={n}>" for n in range(900))
    + "</p>"
    + "<p>x</p>" * 50_000,
}


@pytest.mark.parametrize("html", BOMBS.values(), ids=BOMBS.keys())
def test_a_page_that_would_keep_a_parser_busy_for_minutes_is_refused(html: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_web_page(html)
    assert refused.value.code == "too-deep"


@pytest.mark.parametrize(
    "left_open", ["<b>", "<font size=4>", "<p>", "<li>", "<td>", '<a href="https://example.org">']
)
def test_a_large_page_with_tags_left_open_is_read(left_open: str) -> None:
    row = f"<h3>{left_open}A Title</h3><p>{left_open}Text.</p><h4>Practice Implications</h4><p>Ask.</p>"
    page = read_web_page("<h2>June 2021</h2>" + row * 2_000)
    assert len(page.summaries) == 2_000
