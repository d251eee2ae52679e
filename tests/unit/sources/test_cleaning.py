"""HTML from anywhere comes out with nothing in it that could run, hide or break a page."""

from __future__ import annotations

import re
import time

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.sources.cleaning import clean_html, paragraphs, text_of, word_count
from tests.patience import PATIENCE
from tests.unit.sources.strategies import LINE, MESSY_HTML

ALLOWED = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h3", "br", "sub", "sup"}

CLEANED = {
    "<p>kept</p>": "<p>kept</p>",
    "<p>one</p><p>two</p>": "<p>one</p>\n<p>two</p>",
    "bare words": "<p>bare words</p>",
    "<div>one</div><div>two</div>": "<p>one</p>\n<p>two</p>",
    "<p><b>b</b> <i>i</i></p>": "<p><strong>b</strong> <em>i</em></p>",
    "<h1>Big</h1><h4>Small</h4>": "<h3>Big</h3>\n<h3>Small</h3>",
    "<script>alert(1)</script><p>a</p>": "<p>a</p>",
    "<style>p {}</style><!-- c --><template><p>t</p></template><p>a</p>": "<p>a</p>",
    '<p onclick="x()" style="color:red" class="c" id="i">a</p>': "<p>a</p>",
    '<a href="javascript:alert(1)">a</a>': "<p>a</p>",
    '<a href=" java\nscript:alert(1)">a</a>': "<p>a</p>",
    '<a href="data:text/html,x">a</a>': "<p>a</p>",
    '<a href="/node/1">a</a>': "<p>a</p>",
    '<a href="//evil.example">a</a>': "<p>a</p>",
    '<a href="https://example.org/?a=1&b=2" target="_blank" onfocus=x>a</a>': '<p><a href="https://example.org/?a=1&amp;b=2">a</a></p>',
    '<a href="https://example.org/&quot;onmouseover=&quot;x">a</a>': '<p><a href="https://example.org/%22onmouseover=%22x">a</a></p>',
    '<a href="mailto:a@example.org">a</a>': '<p><a href="mailto:a@example.org">a</a></p>',
    '<img src=x onerror=alert(1)><p>a</p>': "<p>a</p>",
    "<svg><text>x</text><script>y</script></svg><p>a</p>": "<p>a</p>",
    "<p>one<br><br>two<br>three</p>": "<p>one</p>\n<p>two<br>three</p>",
    "<ul><li>a<ul><li>b</li></ul></li><li></li></ul>": "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul></li>\n</ul>",
    "<ol><li><p>a</p><p>b</p></li></ol>": "<ol>\n<li><p>a</p>\n<p>b</p></li>\n</ol>",
    "<blockquote>said</blockquote>": "<blockquote>\n<p>said</p>\n</blockquote>",
    "<p>a<p>b<em>c": "<p>a</p>\n<p>b<em>c</em></p>",
    "<p>&nbsp;</p><p> </p><p>a\u00a0b</p>": "<p>a\u00a0b</p>",
    "<table><tr><td>a</td><td>b</td></tr></table>": "<p>a</p>\n<p>b</p>",
    "<p>x<sub>1</sub><sup>2</sup></p>": "<p>x<sub>1</sub><sup>2</sup></p>",
    "<p>1 < 2 & 3 > 2</p>": "<p>1 &lt; 2 &amp; 3 &gt; 2</p>",
    "<p>bell \x07 and \x0b</p>": "<p>bell  and </p>",
    "": "",
}  # fmt: skip


@pytest.mark.parametrize(("html", "cleaned"), CLEANED.items())
def test_cleaned(html: str, cleaned: str) -> None:
    assert clean_html(html) == cleaned


@given(MESSY_HTML)
def test_cleaning_twice_changes_nothing(html: str) -> None:
    once = clean_html(html)
    assert clean_html(once) == once


@given(st.one_of(MESSY_HTML, st.text(max_size=200)))
def test_nothing_is_left_that_a_strict_sanitiser_would_take_out(html: str) -> None:
    cleaned = clean_html(html)
    strict = nh3.clean(
        cleaned,
        tags=ALLOWED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    assert text_of(strict) == text_of(cleaned)
    assert re.findall(r"<[^>]*>", strict) == re.findall(r"<[^>]*>", cleaned)


@given(LINE)
def test_a_text_as_a_paragraph_is_kept_to_the_character(text: str) -> None:
    assert text_of(paragraphs([text])) == text
    assert clean_html(paragraphs([text])) == paragraphs([text])


def test_text_of_tells_paragraphs_items_and_lines_apart() -> None:
    html = "<p>a <em>b</em></p>\n<ul>\n<li>c</li>\n<li>d<br>e &amp; f</li>\n</ul>\n<p>g</p>"
    assert text_of(html) == "a b\n\nc\nd\ne & f\n\ng"


@pytest.mark.parametrize(("html", "words"), [("", 0), ("<p>One two</p><p>three</p>", 3), ("<ul><li>a</li><li>b</li></ul>", 2), ("<p>H<sub>2</sub>O</p>", 1)])  # fmt: skip
def test_word_count(html: str, words: int) -> None:
    assert word_count(html) == words


@pytest.mark.parametrize(
    "bomb",
    [
        "<div>" * 50_000,
        "<p>" + "".join(f"<font color={n}>" for n in range(900)) + "</p>" + "<p>x</p>" * 20_000,
        "<ul><li>" * 3_000,
        "<blockquote>" * 900,
    ],
)
def test_html_nested_beyond_reason_is_cleaned_in_no_time(bomb: str) -> None:
    cleaned = clean_html(f"{bomb}words that stay")
    assert "words that stay" in text_of(cleaned)
    assert clean_html(cleaned) == cleaned


@pytest.mark.parametrize(
    "unit", ["<a", "<", "<p", "</", "&", "<a href=", '<a href="', "<!--", "<b>", "</p>", "<p>x"]
)
def test_damaged_tags_by_the_thousand_take_no_long_time(unit: str) -> None:
    html = unit * 20_000
    started = time.process_time()
    assert clean_html(clean_html(html)) == clean_html(html)
    assert isinstance(text_of(html), str)
    assert time.process_time() - started < PATIENCE
