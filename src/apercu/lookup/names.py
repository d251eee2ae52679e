"""Names as services give them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from apercu.citations.reference import Name
from apercu.lookup.plain_text import name_case, plain, with_stops

# fmt: off
_PARTICLES = frozenset({
    "af", "al", "auf", "bin", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du",
    "el", "la", "las", "le", "los", "ten", "ter", "te", "van", "vom", "von", "zu", "zum", "zur",
})
# fmt: on
_SUFFIX = re.compile(r"(?:jr|sr|[IVX]{2,4}|[234](?:nd|rd|th))\.?", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:group|groupe|consortium|collaborat\w+|network|committee|association|team|initiative|society|"
    r"investigators|university|institute|organi[sz]ation|task ?force|council|cent(?:re|er)|project|programme|"
    r"study)\b",
    re.IGNORECASE,
)


def person(*, family: str, given: str = "", suffix: str = "") -> Name:
    """A person by parts; a family name alone is taken for all there is."""
    return Name(family=plain(family), given=with_stops(plain(given)), suffix=plain(suffix))


def group(name: str) -> Name:
    """A group that signs as an author."""
    return Name(literal=plain(name).rstrip("."))


def in_natural_order(text: str) -> Name:
    """ "Eva A. M. van Dis": the last word and the particles before it are the family name. A guess."""
    words = plain(text).split()
    if not words or _GROUP.search(text):
        return group(text)
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in _PARTICLES:
        cut -= 1
    return Name(family=" ".join(words[cut:]), given=with_stops(" ".join(words[:cut])), suffix=suffix)


def out_of_capitals(names: Sequence[Name]) -> tuple[tuple[Name, ...], bool]:
    """The names as names are written where all of them came in capitals; whether they did."""
    families = [name.family for name in names if name.family]
    letters = "".join(families)
    if len(re.sub(r"\W", "", letters)) < 4 or not letters.isupper():
        return tuple(names), False
    written = (
        Name(
            family=name_case(name.family),
            given=name_case(name.given) if len(name.given) > 3 and name.given.isupper() else name.given,
            suffix=name.suffix,
            particle=name.particle.lower(),
            literal=name.literal,
        )
        for name in names
    )
    return tuple(written), True
