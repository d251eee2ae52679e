"""Names of journals as NLM writes them, and as journals do."""

from __future__ import annotations

import re

from apercu.lookup.plain_text import plain

_MAIN = re.compile(r"\s+[:=;]\s+")  # "World psychiatry : official journal of the …", "Title = Titre"
_PLACE = re.compile(
    r"\s*\((?:[^()]*,[^()]*|[12]\d{3}[^()]*|print|online)\)\s*$", re.IGNORECASE
)  # "(Chicago, Ill.)"


def journal_name(text: str) -> str:
    """The name without what NLM's catalogue adds to tell journals of one name apart."""
    name = _MAIN.split(plain(text), maxsplit=1)[0].strip().rstrip(".")
    return _PLACE.sub("", name) or name
