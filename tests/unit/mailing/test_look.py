"""The mail wears the site's colours, every pair of them readable, and nothing a mailbox cannot draw."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from tests.unit.reading.test_tokens import colours, contrast

TOKENS = resources.files("apercu.reading").joinpath("static/reading/tokens.css").read_text()
MAIL = resources.files("apercu.mailing").joinpath("templates/mailing/mail.css").read_text()
DARK_RULE = "@media (prefers-color-scheme: dark)"


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_every_colour_is_one_of_the_site(place: int) -> None:
    site = set(colours(TOKENS.split(DARK_RULE)[place]).values())
    used = set(re.findall(r"#[0-9a-f]{6}", MAIL.split(DARK_RULE)[place]))
    assert used <= site
    assert used >= {colours(TOKENS.split(DARK_RULE)[place])[name] for name in ("paper", "ink", "accent")}


@pytest.mark.parametrize("place", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_paper(place: int) -> None:
    part = MAIL.split(DARK_RULE)[place]
    paper = re.findall(r"background-color: (#[0-9a-f]{6})", part)
    texts = set(re.findall(r"[^-]color: (#[0-9a-f]{6})", part.replace("border-color", "border")))
    assert texts
    assert min(contrast(text, paper[0]) for text in texts) >= 7


@pytest.mark.parametrize(
    "word", ["flex", "grid", "url(", "var(", "@import", "@font-face", "position:", "float:"]
)
def test_nothing_that_mailboxes_drop_or_fetch(word: str) -> None:
    assert word not in re.sub(r"/\*.*?\*/", "", MAIL, flags=re.DOTALL)
