"""Rich text in a mail: links to our pages in the reader's language, addresses of others in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.mailing.composing.rich import Rich, rich
from apercu.mailing.composing.text import WIDTH, rich_text, wrapped

HOST = "http://localhost:8000"


@pytest.mark.parametrize(
    ("kept", "html", "text"),
    [
        ('<p><a href="/about/">Us</a></p>', f'<p><a href="{HOST}/fr/about/">Us</a></p>', f"Us ({HOST}/fr/about/)"),
        (
            '<p>See <a href="https://e.example/x">the <em>programme</em></a>.</p>',
            "<p>See the <em>programme</em> (https://e.example/x).</p>",
            "See the programme (https://e.example/x).",
        ),
        (
            '<p><a href="https://e.example/">e.example</a></p>',
            "<p>e.example</p>",
            "e.example",
        ),
        (
            '<p><a href="mailto:a@example.org">Write</a></p>',
            '<p><a href="mailto:a@example.org">Write</a></p>',
            "Write (a@example.org)",
        ),
        (
            '<ul><li>One<ol><li><a href="/x/">Two</a></li></ol></li></ul>',
            f'<ul>\n<li>One\n<ol>\n<li><a href="{HOST}/fr/x/">Two</a></li>\n</ol></li>\n</ul>',
            f"- One\n  1. Two ({HOST}/fr/x/)",
        ),
    ],
)  # fmt: skip
def test_links(kept: str, html: str, text: str) -> None:
    said = rich(kept, language="fr")
    assert said.html == html
    assert rich_text(said) == text


def test_nothing_is_nothing() -> None:
    assert not Rich()
    assert not rich("", language="en")


@given(
    st.lists(
        st.text(
            st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=["Cc", "Zs"]),
            min_size=1,
            max_size=90,
        ),
        min_size=1,
    )
)
def test_lines_are_short_unless_one_word_is_long_and_no_word_is_lost(words: list[str]) -> None:
    lines = wrapped(" ".join(words)).split("\n")
    assert " ".join(lines).split(" ") == words
    assert all(len(line) <= WIDTH or " " not in line for line in lines)


def test_no_break_spaces_hold() -> None:
    words = "a " * 34 + "« b »".replace(" ", "\u00a0")
    assert wrapped(words).split("\n")[-1].endswith("«\u00a0b\u00a0»")
