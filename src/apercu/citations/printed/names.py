"""Lists of names as printed: "Doe, J., & de Roe, A.-K.", "Jane Doe & John Roe", a group, editors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from apercu.citations.printed.letters import (
    APOSTROPHE,
    CAPITALISED,
    HYPHEN,
    INITIAL,
    INITIALS,
    LETTER,
    LOWER,
    PARTICLE,
    PARTICLES,
    SMALL_WORDS,
    SUFFIX,
    UPPER,
    words,
)
from apercu.citations.reference import Name

_FAMILY = rf"(?:(?:{PARTICLE}|{CAPITALISED}|St\.) ){{0,4}}{CAPITALISED}"
# Patterns with every letter of Europe take milliseconds each to compile: whoever reads names first pays, and
# not every command that starts.


@cache
def _family_first() -> re.Pattern[str]:
    """ "Doe, J. M., Jr.", "Doe Jr., J.", "van der Kolk, B. A.": the form of the APA (7th ed., §9.8)."""
    return re.compile(
        rf"(?P<family>{_FAMILY})(?: ({SUFFIX}))?,(?: ({SUFFIX}),)? ?"
        rf"(?!P(?:h|sy)\. ?D\b)(?P<given>{INITIALS})"  # a byline's "Ph.D." is no given name
        rf"(?:,? ({SUFFIX}))?"
    )


@cache
def _name_within() -> re.Pattern[str]:
    return re.compile(rf"(?<![{LETTER}{APOSTROPHE}{HYPHEN}\d])(?={_family_first().pattern})")


@cache
def _no_comma() -> re.Pattern[str]:
    """ "Doe JM": the form of the medical journals (NLM, Citing Medicine)."""
    return re.compile(rf"(?P<family>{_FAMILY}) (?P<given>[{UPPER}]{{1,3}})(?=[,.;]|$| et\b| &)")


@cache
def _full_given_name() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<family>{_FAMILY}), (?P<given>{CAPITALISED}(?: (?:{INITIAL}|{CAPITALISED})){{0,2}})"
        r"(?=[,.;]|$| &| and\b)"
    )


@cache
def _given_name_first() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<given>(?:{INITIAL}|{CAPITALISED})(?:[ -]?(?:{INITIAL})| {CAPITALISED}){{0,3}}) ?(?<=[ .])"
        rf"(?P<family>(?:{PARTICLE} )*{CAPITALISED})(?:,? (?P<suffix>{SUFFIX}))?"
    )


@cache
def _family_alone() -> re.Pattern[str]:
    return re.compile(rf"(?:{PARTICLE} ){{0,2}}{CAPITALISED}")


@cache
def _group_shape() -> re.Pattern[str]:
    return re.compile(rf"(?:the |la |le |l’)?[{UPPER}][^.;:?!]{{1,200}}|[{UPPER}]{{3,12}}")


@cache
def _word_of_no_name() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![{LETTER}{APOSTROPHE}{HYPHEN}])(?!(?:{PARTICLE}|and|et|al|und)(?![{LETTER}]))[{LOWER}]{{2,}}|[?!:\d]"
    )


_ELLIPSIS = r"(?:…[.,]*|\.(?: ?\.){2,3},?)"
_BETWEEN = re.compile(
    rf"[\s,;]*(?P<cut>{_ELLIPSIS})?[\s,;]*"
    rf"(?:&|(?:and|und|et(?! ?al\b))(?=\s)|\.(?= &))?\s*(?P<cut2>{_ELLIPSIS})?\s*"
)
_AND_OTHERS = re.compile(
    r"[\s,;&]*(?:(?:and|&) )?(?:et\.? ?al\b\.?|(?:and |& )?(?:colleagues|others)\b\.?)[\s.,;]*", re.IGNORECASE
)
_AND_OTHERS_LAST = re.compile(
    r"(?:[,;]? ?\b(?:et\.? ?al\b\.?|(?:and|&) (?:colleagues|others)\b\.?)|"
    r"[\s,;&]*(?:…|\. ?\. ?\.(?: ?\.)?))[\s.,;]*$",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*[,;]\s*(?:(?:&|and|und|et)\s+)?|\s*&\s*|\s+(?:and|und|et)\s+")

_GROUP_WORDS = words(
    "academy administration agency alliance association associations authority board bureau center",
    "centers centre centres coalition collaboration collaborative collaborators college commission",
    "committee consortium corporation council department federation force foundation government group",
    "initiative institute institutes institution investigators ministry ministère network office",
    "organisation organization panel programme project register secretariat service services society",
    "société survey team trialists trust union university université",
)
# A body paragraph may begin with a capital and end in a year; no given name is one of these.
_NO_NAME = words(
    "a according across after again all also although among an and another are as at based because",
    "before between both but by can clearly clients compared conversely did do does during each earlier",
    "finally first following for from further given has have hence her his how however if implications",
    "importantly in indeed interestingly is it its just last later like many more moreover most much",
    "nevertheless next no not now of on one only or other others our over overall patients perhaps",
    "practice previous previously psychotherapy recent recently research review second see she",
    "similarly since so some still study such that the their then therapists therapy there therefore",
    "these they this those though through thus to today two under unlike until was we were what when",
    "where whether which while who why with within yet you your",
)
_MOST_WORDS_OF_A_GROUP = 16
_LONGEST_BROKEN_LIST = 2_000  # characters
_STRAY_STOP = re.compile(r"(?<!\S)[.,;:]+\s*")  # "& . Roe": the initial before the full stop is lost


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names as far as it was read: `end` is where reading stopped."""

    names: tuple[Name, ...] = ()
    cut: bool = False  # "et al.", an ellipsis
    end: int = 0
    caveats: tuple[str, ...] = ()
    strong: bool = False  # in a form that running text does not have: family name, then initials


NO_NAMES = Names()


def scan_names(text: str, start: int = 0) -> Names:
    """The names in family-first form that begin at `start`, up to where that form ends."""
    names: list[Name] = []
    cut = False
    at = end = start
    while match := _family_first().match(text, at) or _no_comma().match(text, at):
        if not names and " " in match["family"] and _starts_like_a_sentence(match["family"]):
            break  # "By Ann Aarne, M.D."
        names.append(_person(match))
        end = match.end()
        if others := _AND_OTHERS.match(text, end):
            return Names(tuple(names), True, others.end(), strong=True)
        between = _BETWEEN.match(text, end)
        at = between.end() if between else end
        if between and (between["cut"] or between["cut2"]):
            cut, end = True, at
    return Names(tuple(names), cut, end, strong=bool(names))


def read_authors(head: str) -> Names | None:
    """A text that is a list of names and nothing else, or None."""
    head = head.strip(" ,;")
    scanned = scan_names(head)
    if scanned.names:
        rest = _BETWEEN.sub("", head[scanned.end :], count=1).strip(" .,;:")
        if not rest:
            return scanned
        if last := _last_of_list(rest):
            return Names((*scanned.names, last[0]), scanned.cut, len(head), last[1], strong=True)
    return _read_otherwise(head)


def _last_of_list(rest: str) -> tuple[Name, tuple[str, ...]] | None:
    """What may close a list of persons: a group, or a family name whose initials were lost."""
    group = _group(rest)
    if group:
        return group, ()
    if _family_alone().fullmatch(rest):
        return _with_particle(rest), ("names-uncertain",)
    return None


def read_broken_list(head: str) -> tuple[Names, str] | None:
    """What can be read of a damaged list of names, and the rest of it; None where it is no list of names."""
    if len(head) > _LONGEST_BROKEN_LIST or _word_of_no_name().search(head) or not _name_within().search(head):
        return None
    names: list[Name] = []
    unread: list[str] = []
    cut = False
    at = 0
    while at < len(head):
        scanned = scan_names(head, at)
        names += scanned.names
        cut = cut or scanned.cut
        begin = scanned.end
        next_word = head.find(" ", begin) + 1 or len(head)
        found = _name_within().search(head, begin if scanned.names else next_word)
        at = found.start() if found else len(head)
        unread.append(head[begin:at].strip(" .,;:&"))
    rest = "\n".join(part for part in unread if part)
    return Names(tuple(names), cut, len(head), ("authors-unread",) if rest else (), strong=True), rest


def _read_otherwise(head: str) -> Names | None:
    """Names in the forms that running text has too: given names in full or first, groups, families alone."""
    cut = _AND_OTHERS_LAST.search(head[-40:])
    if cut:
        head = head[: len(head) - (len(head[-40:]) - cut.start())]
    head = head.rstrip(" ,;:")
    if not head:
        return None
    if group := _group(head):
        return Names((group,), bool(cut), len(head))
    if full := _full_given(head):
        return Names(full, bool(cut), len(head), ("names-uncertain",))
    return _given_first(head.rstrip(" ."), cut=bool(cut))


def _full_given(head: str) -> tuple[Name, ...]:
    """ "Doe, Jane, & Roe, John M.": every name a pair, and every family name one word."""
    names: list[Name] = []
    at = 0
    while match := _full_given_name().match(head, at):
        name = _person(match)
        if " " in name.family or _starts_like_a_sentence(name.family):
            return ()
        names.append(name)
        between = _BETWEEN.match(head, match.end())
        at = between.end() if between else match.end()
        if match.end() >= len(head.rstrip(".")):
            return tuple(names)
    return ()


def _given_first(head: str, *, cut: bool) -> Names | None:
    """ "Jane Doe, J. M. Roe & Ann van der Poe"; a single word is a family name whose given name was lost."""
    names: list[Name] = []
    caveats: list[str] = []
    for part in _JOINT.split(head):
        if _starts_like_a_sentence(part):
            return None
        match = _given_name_first().fullmatch(part)
        if match:
            names.append(_person(match))
            caveats.append("given-name-first")
        elif re.fullmatch(SUFFIX, part) and names:
            names[-1] = Name(**{**_parts(names[-1]), "suffix": part})
        elif _family_alone().fullmatch(part):
            names.append(_with_particle(part))
            caveats.append("names-uncertain")
        else:
            return None
    return Names(tuple(names), cut, len(head), tuple(dict.fromkeys(caveats)))


def read_editors(text: str) -> Names | None:
    """The editors of a book, "J. C. Doe & M. J. Roe" or in any form of authors; a lost initial is allowed."""
    return read_authors(_STRAY_STOP.sub("", text))


def _group(text: str) -> Name | None:
    """A group as an author, told by a word that only groups have, or by being one word in capitals."""
    printed = text.strip(" .,;")
    if not _group_shape().fullmatch(printed):
        return None
    words = re.findall(r"[^\s,()/-]+", printed)
    if len(words) > _MOST_WORDS_OF_A_GROUP or not all(
        word[0].isupper() or word.lower() in SMALL_WORDS for word in words
    ):
        return None
    if any(word.lower() in _GROUP_WORDS for word in words) or (
        len(words) == 1 and printed.isupper() and len(printed) > 2
    ):
        return Name(literal=printed)
    return None


def _starts_like_a_sentence(part: str) -> bool:
    return part.split(" ", 1)[0].lower().strip(APOSTROPHE) in _NO_NAME


def _person(match: re.Match[str]) -> Name:
    if match.re is _family_first():
        family, before, between, given, after = match.groups(default="")
        suffix = before or between or after
    else:
        family, given = match["family"], match["given"].strip()
        suffix = match["suffix"] or "" if match.re is _given_name_first() else ""
    if " " in family:
        return _with_particle(family, given=given, suffix=suffix)
    return Name(family=family, given=given, suffix=suffix)


def _with_particle(family: str, *, given: str = "", suffix: str = "") -> Name:
    """A family name with its particles set apart: "van der Kolk", and "Van der Kolk" too."""
    words = family.split(" ")
    last = words[-1]
    if len(words) > 1 and re.fullmatch(SUFFIX, last):
        suffix = suffix or words.pop()
    count = 0
    while count < len(words) - 1 and words[count] in PARTICLES:
        count += 1
    if not count and len(words) > 2 and words[0].lower() in PARTICLES and words[1] in PARTICLES:
        count = 2
        while count < len(words) - 1 and words[count] in PARTICLES:
            count += 1
    return Name(family=" ".join(words[count:]), particle=" ".join(words[:count]), given=given, suffix=suffix)


def _parts(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given, "suffix": name.suffix, "particle": name.particle}
