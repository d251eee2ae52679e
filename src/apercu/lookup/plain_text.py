"""Texts of services as plain text: markup taken away, entities as characters, capitals lowered."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

# Known names only: "p <.05" and "n<x and y>z" are text.
_INLINE = "i|b|em|strong|sub|sup|u|sc|scp|italic|bold|underline|monospace|span|a|font|small|tt|inf"
_BLOCK = "p|div|br|li|ul|ol|h[1-6]|title|sec|abstract|section|list|list-item|table|tr|td|th|label"
_MATHS = "math|mi|mn|mo|mrow|msub|msup|msubsup|mfrac|mtext|mover|munder|mspace|mfenced|msqrt|mstyle|semantics"
_TAG = re.compile(
    rf"</?(?:(?:jats|mml|xhtml|ce):[\w.-]+|{_INLINE}|{_BLOCK}|{_MATHS})(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_BLOCK_TAG = re.compile(rf"</?(?:jats:|xhtml:)?(?:{_BLOCK})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011"), "-")  # OpenAlex writes them in names and compounds
_MOST_PASSES = 3  # "&amp;lt;i&amp;gt;" was written out twice

_RETRACTED = re.compile(
    r"^\W*(?:retracted|withdrawn|removed)(?:\s+(?:article|paper|chapter))?\s*[:\]]+\s*"
    r"|^\W*\[?(?:retracted|withdrawn) (?:article|paper|chapter)\]?[\s:.]+"
    r"|\s*[\[(](?:retracted(?: article)?|withdrawn)[\])]\s*\.?$",
    re.IGNORECASE,
)
_TRANSLATED = re.compile(r"\[([^\[\]]+)\]\.?")  # NLM puts a title it translated in brackets
_INITIAL_STOP = re.compile(r"\b[^\W\d_]\.$")
_LEAST_CAPITALS = 10  # letters: below that a title may be an acronym


@dataclass(frozen=True, kw_only=True)
class Title:
    """A title as plain text, and what its printing said beside it."""

    text: str
    is_retracted: bool = False  # it was printed with "RETRACTED:"
    was_in_capitals: bool = False  # lowered by us: acronyms and names in it may be wrong


def plain(text: str) -> str:
    """The text on one line, without markup."""
    return " ".join(_bare(text, block=" ").split())


def plain_paragraphs(text: str) -> str:
    """The text without markup, a paragraph a line; the word "Abstract" above it is left out."""
    lines = (" ".join(line.split()) for line in _bare(text, block="\n").splitlines())
    kept = [line for line in lines if line]
    if kept and re.fullmatch(r"(?:abstract|summary|résumé)\W*", kept[0], re.IGNORECASE):
        del kept[0]
    return "\n".join(kept)


def read_title(text: str, *, subtitle: str = "") -> Title:
    """A title with its subtitle, less the full stop and the "RETRACTED:" that services put around it."""
    title = plain(text)
    if bracketed := _TRANSLATED.fullmatch(title):
        title = bracketed[1]
    unmarked = _RETRACTED.sub("", title)
    is_retracted = unmarked != title
    title = _without_stop(unmarked)
    below = _without_stop(plain(subtitle))
    if below and below.casefold() not in title.casefold():
        title = f"{title} {below}" if title.endswith((":", "?", "!", "—")) else f"{title}: {below}"
    capitals = in_capitals(title)
    return Title(
        text=lowered(title) if capitals else title, is_retracted=is_retracted, was_in_capitals=capitals
    )


def in_capitals(text: str) -> bool:
    """Whether a text is printed in capitals throughout."""
    letters = [character for character in text if character.isalpha()]
    return len(letters) >= _LEAST_CAPITALS and not any(letter.islower() for letter in letters)


def lowered(title: str) -> str:
    """A title in capitals as a sentence; words without a vowel ("CBT", "PTSD") are taken for acronyms."""
    words = title.split(" ")
    out = []
    begins = True
    for word in words:
        letters = re.sub(r"\W", "", word)
        plain_letters = unicodedata.normalize("NFKD", letters)
        is_acronym = len(letters) > 1 and not re.search(r"[AEIOUY]", plain_letters) and letters.isalpha()
        word_out = word if is_acronym else word.lower()
        if begins and not is_acronym:
            word_out = re.sub(r"[^\W\d_]", lambda match: match[0].upper(), word_out, count=1)
        out.append(word_out)
        begins = word.endswith((":", "?", "!", "."))
    return " ".join(out)


def name_case(name: str) -> str:
    """A name in capitals as names are written: "NISSEN-LIE" is "Nissen-Lie", "O'BRIEN" is "O'Brien"."""
    cased = re.sub(r"[^\W\d_]+", lambda match: match[0][:1].upper() + match[0][1:].lower(), name)
    return re.sub(r"\bMc([a-z])", lambda match: f"Mc{match[1].upper()}", cased)


def with_stops(given: str) -> str:
    """Given names with a full stop after each initial: "Helene A." of "Helene A", "I. A." of "IA"."""
    words: list[str] = []
    for word in given.split():
        if re.fullmatch(r"[^\W\d_]{1,3}", word) and word.isupper():
            words.extend(f"{letter}." for letter in word)
        elif re.fullmatch(r"[^\W\d_](?:-[^\W\d_])+", word) and word.isupper():
            words.append("-".join(f"{letter}." for letter in word.split("-")))
        else:
            words.append(word)
    return " ".join(words)


def _bare(text: str, *, block: str) -> str:
    for _pass in range(_MOST_PASSES):
        stripped = _TAG.sub("", _BLOCK_TAG.sub(block, text))
        unescaped = html.unescape(stripped) if _ENTITY.search(stripped) else stripped
        if unescaped == text:
            break
        text = unescaped
    return unicodedata.normalize("NFC", text).translate({**_INVISIBLE, **_HYPHENS})


def _without_stop(title: str) -> str:
    """A title less its last full stop, unless it ends an initial ("the U.S.") or an ellipsis."""
    title = title.strip()
    if not title.endswith(".") or title.endswith("..") or _INITIAL_STOP.search(title):
        return title
    return title[:-1].rstrip()
