"""Where in a journal an article stands, as services print it."""

from __future__ import annotations

import re

_DASHES = re.compile(r"\s*[-‐‑‒–—−]+\s*")
_RANGE = re.compile(r"([A-Za-z]*)(\d+)([A-Za-z]*)-([A-Za-z]*)(\d+)([A-Za-z]*)", re.ASCII)
# Journals without pages number their articles: with an "e" before it, or in five digits and more.
_ARTICLE_NUMBER = re.compile(r"(?:[a-z]{1,4}\d+|\d{5,}|\d+-[a-z]\d+)", re.IGNORECASE | re.ASCII)


def read_pages(text: str) -> tuple[str, str]:
    """Pages and article number of a printed locator; one of them is "".

    "283-93" is written out as "283-293"; "102002-102002" is one thing; of "1-10; discussion 11-2" the
    article's.
    """
    first = re.split(r"[;,]", text.strip(), maxsplit=1)[0].strip()
    first = _DASHES.sub("-", re.sub(r"^(?:pp?\.?|pages?)\s+", "", first, flags=re.IGNORECASE)).strip("-")
    if (match := _RANGE.fullmatch(first)) and match[4].lower() in {"", match[1].lower()}:
        first = _written_out(match)
    start, _, end = first.partition("-")
    if start == end:
        first = start
    if _ARTICLE_NUMBER.fullmatch(first):
        return "", first
    return first, ""


def _written_out(match: re.Match[str]) -> str:
    before, start, after, _again, end, after_end = match.groups()
    if len(end) < len(start) and int(start[: -len(end)] + end) >= int(start):
        end = start[: -len(end)] + end
    return f"{before}{start}{after}-{match[4] or before}{end}{after_end}"
