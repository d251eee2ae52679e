"""Whether each abbreviation is explained where it is used first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apercu.editing.checks.capitals import is_in_capitals
from apercu.editing.checks.entry import Entry
from apercu.editing.checks.finding import Check, Finding
from apercu.editing.checks.sentences import sentences, words

_DATA = Path(__file__).with_name("known_abbreviations.txt")
# Two capitals or more, then perhaps a hyphen and a number: CBT, PHQ-9, BDI-II; without the s of a plural.
_ABBREVIATION = re.compile(
    r"(?<![\w.-])([A-Z][A-Z&]*[A-Z](?:-(?:\d{1,3}|[IVX]+|[A-Z]{1,4}))*)(?=s?(?![\w-]))"
)
_ROMAN = re.compile(r"^(?=.)M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})$")
_LONG_ENOUGH = 6  # letters of an explanation beside the abbreviation
# The title is too short to explain anything: the text may do it.
FIELDS = ("gist", "body", "implications")


def find(entry: Entry) -> Iterator[Finding]:
    """Abbreviations that stand somewhere before, or without, their explanation."""
    told: set[str] = set()
    for field, sentence in _sentences(entry):
        if is_in_capitals(sentence):
            continue
        for found in _ABBREVIATION.finditer(sentence):
            short = found[1]
            if short in told or short.split("-")[0] in told or _is_known(short):
                continue
            told.add(short)
            if not _is_explained(short, sentence, found.start(), found.end()):
                yield Finding(
                    code="abbreviation-unexplained",
                    field=field,
                    what=_("“%(short)s” is not explained where it is used first.") % {"short": short},
                    mend=_(
                        "Write it out there and put the abbreviation in brackets, or write it out throughout."
                    ),
                    words=short,
                    quotes=(sentence,),
                )


def _sentences(entry: Entry) -> Iterator[tuple[str, str]]:
    for field, text in entry.texts(*FIELDS):
        for sentence in sentences(text):
            yield field, sentence


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    lines = _DATA.read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _is_known(short: str) -> bool:
    return short in _known() or short.split("-")[0] in _known() or bool(_ROMAN.match(short))


def _is_explained(short: str, sentence: str, start: int, end: int) -> bool:
    """“interpersonal psychotherapy (IPT)”, “IPT (interpersonal psychotherapy)”, “IPT, or interpersonal …”."""
    before, after = sentence[:start], sentence[end:].removeprefix("s")
    if re.search(r"[(\[][“\"«\u00a0\u202f]*$", before) and re.match(r"[^()]{0,60}[)\]]", after):
        return _letters_fit(short, before)
    if inside := re.match(r"[”\"»]*\s*\(([^()]*)\)", after):
        return len(words(inside[1])) > 1 or len(inside[1]) >= _LONG_ENOUGH
    if re.match(r",? (?:or|for|that is|short for|meaning|stands for|soit|c[’']est-à-dire|ou) ", after):
        return True
    return bool(
        re.search(r"\b(?:called|known as|abbreviated|or|dit|appelée?s?|ou|abrégée?)\s+[“\"«\u00a0]*$", before)
    )


def _letters_fit(short: str, before: str) -> bool:
    """Whether the first letter of the abbreviation begins one of the words before the bracket."""
    letter = short[0].casefold()
    said = [word for word in words(before)[-(2 * len(short) + 2) :] if not word.isupper()]
    return any(part[:1].casefold() == letter for word in said for part in re.split(r"[-’']", word))


CHECK: Check[Entry] = Check(code="abbreviations", title=gettext_lazy("Abbreviations"), find=find)
