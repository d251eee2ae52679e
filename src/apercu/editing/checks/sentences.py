"""A text cut into sentences, and the beginning of one for a quote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apercu.search.words.folding import WORD

# Tried only where a run of marks begins, or a thousand full stops would cost a million steps.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]\u00a0\u202f]*+(?=\s)")
_BEGINS = re.compile(r"[\s\u00a0]+[\"'“‘«(\[\u00a0\u202f]*[^\W_a-zà-öø-ÿœ]")
# After these a full stop ends no sentence, whatever follows.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[])(?:[^\W\d_]|[^\W\d_]\.[^\W\d_]|e\.g|i\.e|et al|al|vs|cf|dr|drs|prof|mr|mrs|ms|mme|mmes|"
    r"mlle|st|ste|no|nos|nº|p|pp|vol|fig|eds?|env|approx|ca|p\. ex|ex|art|chap|sr|jr|ph\.d|mm)\.$",
    re.IGNORECASE,
)


def sentences(text: str) -> list[str]:
    """The sentences of a plain text; a new line always begins one."""
    return [one for line in text.splitlines() for one in _of_line(line.strip()) if WORD.search(one)]


def words(text: str) -> list[str]:
    """The words of a text as they stand there."""
    return WORD.findall(text)


def _of_line(line: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(line):
        if not _BEGINS.match(line, end.end()):
            continue
        if (
            end[0].startswith(".")
            and not end[0].startswith("..")
            and _ABBREVIATED.search(line[start : end.start() + 1])
        ):
            continue
        yield line[start : end.end()].strip()
        start = end.end()
    yield line[start:].strip()
