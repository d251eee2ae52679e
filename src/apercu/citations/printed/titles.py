"""Where a printed title ends, and the name of a journal or publisher begins."""

from __future__ import annotations

import re
from functools import lru_cache

from apercu.citations.printed.letters import CLOSING, LOWER, OPENING, SMALL_WORDS, UPPER, words

_BOUNDARY = re.compile(
    rf"[.?!][{CLOSING}]*(?:,? |(?<=[a-z][a-z][a-z][.?!])(?=[A-Z][a-z][a-z]))"
    rf"(?=[{OPENING}]*[{UPPER}\d]|e[A-Z]|i[A-Z]|npj |bioRxiv|medRxiv|arXiv|PsyArXiv)"
)
_ABBREVIATIONS = words(
    "al approx art ca cf ch chap dept dr drs e.g ed eds eg etc fig i.e ie inc jr ltd mr mrs ms no nos p",
    "pp prof rev sr st univ v vol vols vs",
)
_JOURNAL_WORDS = words(
    "annals archives bmc bmj bulletin cahiers journal lancet letters magazine medicine plos proceedings",
    "psychiatry psychology psychotherapy quarterly reports research review reviews revue science",
    "sciences zeitschrift",
)
_QUOTES = "\"'“‘«(["
_SMALL = "|".join(map(re.escape, sorted(SMALL_WORDS)))
_WORD_IN_SMALL_LETTERS = re.compile(rf"(?<![^ ])[{OPENING}]*(?!(?:{_SMALL})[,:]?(?![^ ])|[dl]['’])[{LOWER}]")
_MOST_WORDS_OF_A_CONTAINER = 14
_MOST_WORDS_IN_SENTENCE_CASE = 8


@lru_cache(maxsize=64)  # on the way from a text to title and journal, one name is asked about three times
def is_title_case(text: str) -> bool:
    """Whether every word but the small ones begins with a capital, as in names of journals."""
    return text.lstrip(_QUOTES)[:1].isupper() and not _WORD_IN_SMALL_LETTERS.search(text)


def is_journal_name(name: str) -> bool:
    """Whether a name in title case has a word that journals are called by."""
    parts = name.lower().replace(",", " ").rstrip(". ").split()
    return is_title_case(name) and not _JOURNAL_WORDS.isdisjoint(parts)


def without_full_stop(text: str) -> str:
    """A title without the full stop that ends it; "U.S." at the end keeps its own."""
    title = text.strip(" ,;:")
    if title.endswith(".") and "." not in title[title.rfind(" ") + 1 : -1]:
        title = title.rstrip(". ")
    return title


def split_title(text: str, *, numbered: bool) -> tuple[str, str, bool]:
    """Title, the name after it ("" for none), and whether the place between them is beyond doubt.

    `numbered` says that a volume or pages followed, as they do after the name of a journal.
    """
    strong, weak = sentence_ends(text)
    if strong:
        at, end = _before_abbreviated_journal(text, strong)
        name = text[end:].strip(" .,;")
        if _is_container(name, sentence_before=text[at] == "."):
            if not is_title_case(name) and (comma := _comma_before_name(name, numbered=numbered)):
                return text[: end + comma[0]], name[comma[1] :], False
            return text[: at + 1] if text[at] in "?!" else text[: _closing(text, at, end)], name, True
    if comma := _comma_before_name(text, numbered=numbered):
        return text[: comma[0]], text[comma[1] :].strip(" .,;"), False
    for at, end in reversed(weak):
        name = text[end:].strip(" .,;")
        if " " in name and is_title_case(name):
            return text[: at + 1], name, False
    return text, "", True


def sentence_ends(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The ends of sentences in the text, and apart from them those that may be abbreviations only."""
    strong: list[tuple[int, int]] = []
    weak: list[tuple[int, int]] = []
    for match in _BOUNDARY.finditer(text):
        at = match.start()
        if text[at] == ".":
            word = text[text.rfind(" ", max(0, at - 20), at) + 1 : at].lstrip("\"'“‘«([").lower()
            if (len(word) == 1 and not word.isdigit()) or "." in word or word in _ABBREVIATIONS:
                weak.append((at, match.end()))
                continue
        strong.append((at, match.end()))
    return strong, weak


def _before_abbreviated_journal(text: str, strong: list[tuple[int, int]]) -> tuple[int, int]:
    """The boundary before "J. Couns. Psychol.": a run of short single words at the end is one name."""
    index = len(strong) - 1
    last = text[strong[index][1] :].strip(" .,;")
    if " " in last or len(last) > 10 or not text.endswith("."):
        return strong[index]
    while index > 0:
        word = text[strong[index - 1][1] : strong[index][0]]
        if text[strong[index][0]] != "." or len(word) > 8 or " " in word.replace("J. ", "").replace("& ", ""):
            break
        index -= 1
    return strong[index]


def _closing(text: str, at: int, end: int) -> int:
    """Where the title ends: after the quotation mark or bracket that follows its full stop."""
    kept = text[at + 1 : end].rstrip(" ,")
    return at if not kept else at + 1 + len(kept)


def _comma_before_name(text: str, *, numbered: bool) -> tuple[int, int] | None:
    """The first comma after which everything is in title case, and where that begins."""
    found = None
    begin = len(text)
    for word in reversed(text.rsplit(" ", _MOST_WORDS_OF_A_CONTAINER)[1:]):
        begin -= len(word)
        if _WORD_IN_SMALL_LETTERS.match(word):
            break
        if text[begin - 2 : begin] == ", " and text[begin:].lstrip(_QUOTES)[:1].isupper():
            found = (begin - 2, begin)
        begin -= 1
    # Without numbers after it, what follows a comma may as well be a place: "…, Oslo, Norway."
    return found if found and (numbered or is_journal_name(text[found[1] :])) else None


def _is_container(name: str, *, sentence_before: bool) -> bool:
    length = name.count(" ") + 1
    if not name or length > _MOST_WORDS_OF_A_CONTAINER:
        return False
    if is_title_case(name) or _comma_before_name(name, numbered=True):
        return True
    return sentence_before and length <= _MOST_WORDS_IN_SENTENCE_CASE
