"""Quotation marks, and the meeting of a title's punctuation with the style's."""

from __future__ import annotations

import re

from apercu.citations.styles.marks import ANY

_OPENS_AFTER = r"(?:^|(?<=[\s(\[{«“‘—–\-/\ue000\ue002\ue004\ue006]))"
_DOUBLE_OPENING = re.compile(_OPENS_AFTER + r'"(?=\S)')
_SINGLE_OPENING = re.compile(_OPENS_AFTER + r"'(?=[^\W\d_][^']*[^\s']'(?!\w))")

_CLOSED = "[”’»\u00a0\u202f\ue000-\ue007]*"  # closing quotation marks, French ones after a space; faces
# “empathy?” + “.”: a question or an exclamation ends a sentence by itself.
_ENDED_TWICE = re.compile(rf"([?!]{_CLOSED})\.(?!\.)")
_CLOSED_TWICE = re.compile(rf"([.…]{_CLOSED}[”’»]{ANY})\.(?!\.)")
_TWO_STOPS = re.compile(rf"(?<!\.)\.({ANY})\.(?!\.)")
_OUTSIDE = re.compile(rf"(’?)(”)({ANY})([.,])(?!\.)")
_SPACES = re.compile(r" {2,}")


def curled(text: str) -> str:
    """Straight quotation marks and apostrophes made typographic."""
    if '"' in text:
        text = _DOUBLE_OPENING.sub("“", text).replace('"', "”")
    if "'" in text:
        text = _SINGLE_OPENING.sub("‘", text).replace("'", "’")
    return text


def inner_quotes(text: str) -> str:
    """Quotation marks that come to stand inside others: single ones."""
    return text.replace("“", "‘").replace("”", "’")


def tidied(text: str, *, within_quotes: bool) -> str:
    """No sentence ended twice, no two spaces; `within_quotes` sets points and commas the American way."""
    text = _SPACES.sub(" ", text)
    text = _ENDED_TWICE.sub(r"\1", text)
    text = _CLOSED_TWICE.sub(r"\1", text)
    text = _TWO_STOPS.sub(r".\1", text)
    if within_quotes:
        text = _ENDED_TWICE.sub(r"\1", _OUTSIDE.sub(_moved_inside, text))
    return text.strip()


def _moved_inside(match: re.Match[str]) -> str:
    """ "‘craft’”." is "‘craft.’”", but "students’”." is "students’.”"."""
    before = match.string[: match.start()]
    is_quote = match[1] and before.rfind("‘") > before.rfind("“")
    inside = f"{match[4]}{match[1]}" if is_quote else f"{match[1]}{match[4]}"
    return f"{inside}{match[2]}{match[3]}"
