"""What a single line looks like, its neighbours aside: a label, a byline, prose, a title, page furniture."""

from __future__ import annotations

import re

from apercu.sources.months import read_month

LONGEST_TITLE = 300

_LABEL = re.compile(
    r"(?:practice implications?|clinical implications?|implications? for (?:clinical )?practice|"
    r"implications (?:pour|de) la pratique(?: clinique)?|implications cliniques)(?!\w*[a-zà-ÿ])",
    re.IGNORECASE,
)
_LABEL_START = frozenset("PCIpci")
_GLUED_LABEL = re.compile(
    r"(?:Practice Implications?|PRACTICE IMPLICATIONS?|Practice implications?|Clinical Implications|"
    r"Implications for (?:Clinical )?Practice|Implications pour la pratique)(?=[A-ZÀ-Þ][a-zà-ÿ’' ])"
)
_AFTER_LABEL = " \t\u00a0"
_SEPARATORS = ":.–—-"
_OPENING = "\"“«‘'([¿"

_BULLET = re.compile(r"[-–—*•·▪◦‣○●][ \t\u00a0]+|\d{1,2}[.)][ \t\u00a0]+")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]\d]{0,4}$")
# The mark first and the three letters before it second: so the search goes from mark to mark.
_INNER_SENTENCE_END = re.compile(r"[.!](?<=[^\W\d_]{3}.)[\"”’)]?\s+[A-ZÀ-Þ\"“]")
_SMALL = """
    a an and as at but by for from in into is it its nor of on or per the to via vs vs. with without du
    de des la le les et en au aux un une pour par sur dans
"""
_SMALL_WORDS = frozenset(_SMALL.split())
_BETWEEN_WORDS = re.compile(r"[\s/—–-]+")
_AROUND_WORD = "\"“”‘’'(),:;?!."
_FURNITURE = re.compile(
    r"(?:read more|continue reading|learn more|share(?: this| on \w+)?|tweet|like this|"
    r"leave a (?:reply|comment)|"
    r"no comments?|\d+ comments?|comments? (?:off|closed)|back to top|top of page|older posts|newer posts|"
    r"previous page|next page|print(?: this)?|permalink|lire la suite|all rights reserved)[ .…:»›→]*|"
    r"(?:tags?:|tagged:?|filed under|posted in|categor(?:y|ies):)[ ].{1,120}|"
    r"(?:©|copyright (?:©|\(c\)|\d)|\(c\) (?:19|20)\d\d).{0,120}",
    re.IGNORECASE,
)
_AUTHOR_LIST_START = re.compile(r"[^\W\d_][\w’'‘.-]*(?: [\w’'-]+){0,3}, (?:[A-ZÀ-Þ]\.[ ,-]?)")

_BYLINE = re.compile(
    r"(?:(?:posted|written|published|submitted|reviewed|publié|écrit)(?: (?:by|par))|by|par)[ :]\s*"
    r"(?P<names>.+?)"
    r"(?:\s*(?:,? (?:on|le)|[|·•–—-])\s+(?P<date>[^|·•]{4,40}?))?(?:\s*[|·•].{0,60})?",
    re.IGNORECASE,
)
_DATED_BYLINE = re.compile(
    r"(?:(?:posted|published|submitted|publié)\s+(?:on |le )?)?(?P<date>[^|·•]{6,40}?)"
    r"(?:,? (?:by|par)\s+|\s*[|·•–—-]\s*(?:(?:by|par)\s+)?)(?P<names>[^|·•]{3,80}?)(?:\s*[|·•].{0,60})?",
    re.IGNORECASE,
)
_POSTED = re.compile(r"(?:posted|published|publié)\s+(?:on |le )?(?P<date>.{6,40})", re.IGNORECASE)
_EXPLICIT = re.compile(r"posted|written|published|submitted|reviewed|publié|écrit", re.IGNORECASE)
_HONORIFIC = re.compile(r"^(?:(?:dr|prof|professor|mr|ms|mrs|dre|mme|m)\b\.?\s+)+", re.IGNORECASE)
_DEGREE = re.compile(
    r"(?:ph\.?\s?d|m\.?d|psy\.?d|m\.?a|m\.?sc|c\.?\s?psych|r\.?n|m\.?s\.?w)\.?", re.IGNORECASE
)
_NAME_JOINS = re.compile(r"\s*(?:,|;|&|\band\b|\bet\b)\s*")
_PARTICLES_WORDS = """
    de da di du van von der den la le el dos and et
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_LONGEST_BYLINE = 160


def label_end(text: str) -> int | None:
    """Where the text after a "Practice Implications" label starts; None where the line begins with no label.

    "Practice implications of this study are…" is a sentence: nothing, a colon or a capital follows a label.
    """
    if text[:1] not in _LABEL_START:
        return None
    label = _LABEL.match(text)
    if label is None:
        glued = _GLUED_LABEL.match(text)
        return glued.end() if glued else None
    rest = text[label.end() :].lstrip(_AFTER_LABEL)
    start = len(text) - len(rest)
    bare = rest.lstrip(_SEPARATORS).lstrip(_AFTER_LABEL)
    if not bare:
        return len(text)
    if rest[0] in _SEPARATORS:
        return len(text) - len(bare)
    shouted = label.group().isupper() and rest.isupper()
    return start if (rest[0].isupper() or rest[0] in _OPENING) and not shouted else None


def is_bullet(text: str) -> bool:
    """Whether the line is an item of a list."""
    return _BULLET.match(text) is not None


def without_bullet(text: str) -> str:
    """The line without its list mark."""
    return text[match.end() :] if (match := _BULLET.match(text)) else text


def ends_sentence(text: str) -> bool:
    """Whether the line ends as a sentence does."""
    return _SENTENCE_END.search(text[-6:]) is not None


def is_prose(text: str) -> bool:
    """Whether the line is running text rather than a heading."""
    if len(text) > 250:
        return True
    if len(text) < 40:
        return False
    return (text.rstrip('"”’»)]').endswith((".", "!", "…")) and text.count(" ") >= 7) or text.count(" ") >= 25


def could_be_title(text: str) -> bool:
    """Whether the line may be a title at all."""
    return len(text) <= LONGEST_TITLE and not is_bullet(text) and any(map(str.isalnum, text[:40]))


def is_one_sentence(text: str) -> bool:
    """Whether no sentence ends before the end of the line."""
    return _INNER_SENTENCE_END.search(text) is None


def looks_like_title(text: str) -> bool:
    """Whether the line would be taken for a title with nothing around it to say so."""
    if len(text) > 200 or not could_be_title(text) or not is_one_sentence(text):
        return False
    if not (text[0].isupper() or text[0].isdigit() or text[0] in _OPENING):
        return False
    if text.endswith((";", ":", ",", ".")):
        return text.endswith(".") and is_headline(text)
    return len(text) <= 100 or is_headline(text)


def is_headline(text: str) -> bool:
    """Whether nearly Every Word of Any Weight Has a Capital."""
    weighty = capitals = 0
    for printed in _BETWEEN_WORDS.split(text):
        word = printed.strip(_AROUND_WORD)
        if word and word.casefold() not in _SMALL_WORDS:
            weighty += 1
            capitals += not word[0].islower()
    return weighty >= 2 and capitals >= 0.75 * weighty


def is_furniture(text: str) -> bool:
    """Whether the line belongs to the page's machinery: "Read more", "3 comments", a copyright line."""
    return len(text) <= 140 and _FURNITURE.fullmatch(text) is not None


def may_be_tail(text: str) -> bool:
    """Whether the line, at the very end of a page, is rather a link or a stamp than the end of a text."""
    if len(text) > 60 or ends_sentence(text) or is_bullet(text):
        return False
    return text.count(" ") < 4 or is_headline(text)


def starts_author_list(text: str) -> bool:
    """Whether the line begins as a citation does ("Roy, A. B., …")."""
    return _AUTHOR_LIST_START.match(text) is not None


def read_byline(text: str, *, sure: bool = False) -> tuple[tuple[str, ...], str | None] | None:
    """The authors and the month of a byline ("Posted by Ana Roy on June 5, 2012"), or None for another line.

    `sure`: the markup says it is one, so an unreadable one is a byline with nothing in it.
    """
    nothing = ((), None) if sure else None
    if len(text) > _LONGEST_BYLINE:
        return nothing
    dated = "19" in text or "20" in text  # months are read with their year
    for pattern in (_BYLINE, _DATED_BYLINE) if dated else (_BYLINE,):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        month = read_month(match["date"]) if match["date"] else None
        if match["date"] and month is None:
            continue
        explicit = sure or _EXPLICIT.match(text) is not None
        if names := _names(match["names"], explicit=explicit):
            return names, month
    if dated and (posted := _POSTED.fullmatch(text)) and (month := read_month(posted["date"])):
        return (), month
    return nothing


def _names(text: str, *, explicit: bool) -> tuple[str, ...]:
    names = [_HONORIFIC.sub("", name.strip()) for name in _NAME_JOINS.split(text.rstrip(" .,"))]
    names = [name for name in names if name and not _DEGREE.fullmatch(name)]
    if not explicit and not all(map(_is_name, names)):
        return ()
    return tuple(name for name in names if not name[0].isdigit())


def _is_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 6 and all(word[0].isupper() or word in _PARTICLES for word in words)
