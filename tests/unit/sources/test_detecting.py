"""The kind of a file is told by its content, never by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apercu.sources.codes import Refusal
from apercu.sources.detecting import READERS, detect_kind, read_page
from apercu.sources.draft import SourcePage, Unreadable
from apercu.sources.files import decode
from tests.samples.pages.markups import MARKUPS, printed_page
from tests.unit.sources.printed import HEADER, LAKESIDE, OLD_FORM, read

HTML = {name: markup(printed_page(read(LAKESIDE))) for name, markup in MARKUPS.items()}


@pytest.mark.parametrize("html", HTML.values(), ids=HTML.keys())
def test_web_pages(html: str) -> None:
    assert detect_kind(html) == "web_page"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (LAKESIDE, "page_capture"),
        (OLD_FORM, "page_capture"),
        ("\n".join(HEADER), "page_capture"),
        ("juin 2021\nUn titre", "page_capture"),
        ("A title\nText with p <.05 and <b> and x<y\nPractice Implications\nAsk.", "page_capture"),
        ("<div><p>June 2021</p></div>", "web_page"),
        ("  <!-- saved --><p>June 2021", "web_page"),
        ('<?xml version="1.0"?>\n<!DOCTYPE html><html></html>', "web_page"),
        ("---\ntitle: A\n---\n", "markdown"),
        ("\n---\r\nno: end", "markdown"),
        ("---\ntitle: A page\n---\n<div><p>June 2021</p></div>", "markdown"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert detect_kind(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Just some words.",
        '{"title": "June 2021"}',
        "a,b\n1,2",
        "<?xml version='1.0'?><rss></rss>",
        "# A heading",
        "--- \tx",
    ],
)
def test_what_nothing_tells_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        detect_kind(text)
    assert refused.value.code == "unknown-kind"


def test_the_name_of_the_file_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(HTML["table"], encoding="utf-8")
    assert read_page(path).kind == "web_page"


@pytest.mark.parametrize("kind", READERS)
def test_a_kind_that_is_given_is_not_doubted(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("---\ntitle: A\n---\ntext\n", encoding="utf-8")
    assert read_page(path, kind).kind == kind


@pytest.mark.parametrize(
    ("kind", "detail"),
    [("web-page", "web-page; did you mean web_page?"), ("drupal", "drupal"), ("", "")],
)
def test_a_kind_nobody_knows(kind: str, detail: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read_page(tmp_path / "never looked at", kind)
    assert (refused.value.code, refused.value.detail) == ("unknown-kind", detail)


def page_or_code(data: bytes, kind: str | None) -> SourcePage | str:
    try:
        file = decode(data)
        return READERS[kind or detect_kind(file.text)](file.text, file.caveats)
    except Unreadable as refused:
        return refused.code


@given(
    st.one_of(st.binary(max_size=400), st.text(max_size=200).map(str.encode)),
    st.sampled_from([None, *READERS]),
)
@example(b"---\n\xff\n---\n", None)
@example("---\n\ud7ff: \n---".encode(), None)
@example(b"---\n? \n---\n", "markdown")
def test_any_bytes_are_a_page_or_refused_by_name(data: bytes, kind: str | None) -> None:
    found = page_or_code(data, kind)
    assert isinstance(found, SourcePage) or found in list(Refusal)


def test_markdown_asked_for_and_no_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "file.md"
    path.write_text(LAKESIDE, encoding="utf-8")
    with pytest.raises(Unreadable) as refused:
        read_page(path, "markdown")
    assert refused.value.code == "front-matter-missing"
