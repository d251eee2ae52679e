"""The text of a query cut into tokens; nothing is refused, and what is no token is passed over."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"'))
SIGNS = str.maketrans({**dict.fromkeys("‘’‛′ʼ", "'"), **dict.fromkeys("‐‑‒–—−﹣－", "-"), "：": ":"})
OR_WORDS = frozenset({"OR", "OU", "|"})
AND_WORDS = frozenset({"AND", "ET", "&", "&&"})
NOT_WORDS = frozenset({"NOT", "SAUF"})
# Where a DOI name begins, bare or as an address (ISO 26324; Crossref, "DOIs and matching regular
# expressions").
DOI = re.compile(r"(?:https?://)?(?:dx\.|www\.)?(?:doi\.org/+)?10\.\d{4,9}(?:\.\d+)*/[^\s\"]+", re.IGNORECASE)

_QUOTED = re.compile(r'"([^"]*)"')
_FIELD = re.compile(r"([^\W\d_]{2,20}):(?!//)")
_VALUE = re.compile(r'[^\s()"]+')
_BARE = re.compile(r'[^\s()"]+')
_WORD = re.compile(r"\w")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")


class Kind(StrEnum):
    """What a token is."""

    WORD = "word"
    START = "start"  # a word with an asterisk behind it
    PHRASE = "phrase"
    FIELD = "field"  # its name; `value` is what stands behind the colon
    DOI = "doi"
    OR = "or"
    NOT = "not"
    OPENING = "("
    CLOSING = ")"
    LONELY_QUOTE = '"'


@dataclass(frozen=True, kw_only=True)
class Token:
    """One token; `value` and `is_quoted` belong to a field."""

    kind: Kind
    text: str = ""
    value: str = ""
    is_quoted: bool = False


def plain(text: str) -> str:
    """The text in composed characters with one spelling of quotes, dashes and spaces, no control signs."""
    composed = unicodedata.normalize("NFC", text).translate(QUOTES).translate(SIGNS)
    seen = (" " if unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} else sign for sign in composed)
    visible = (sign for sign in seen if unicodedata.category(sign) != "Cf")
    return " ".join("".join(visible).split())


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a `plain` text, in its order."""
    at = 0
    while at < len(text):
        sign = text[at]
        if sign == " ":
            at += 1
        elif sign in "()":
            yield Token(kind=Kind.OPENING if sign == "(" else Kind.CLOSING)
            at += 1
        elif sign == '"':
            token, at = _quoted(text, at)
            yield token
        elif sign == "-" and _opens_something(text, at):
            yield Token(kind=Kind.NOT)
            at += 1
        else:
            found, at = _bare(text, at)
            yield from found


def _opens_something(text: str, at: int) -> bool:
    """Whether the minus stands at the head of a word, phrase or bracket."""
    follows = text[at + 1 : at + 2]
    return bool(follows) and (follows in '"(' or bool(_WORD.match(follows)))


def _quoted(text: str, at: int) -> tuple[Token, int]:
    found = _QUOTED.match(text, at)
    if found is None:
        return Token(kind=Kind.LONELY_QUOTE), at + 1
    if not _WORD.search(found[1]):
        return Token(kind=Kind.PHRASE), found.end()
    return Token(kind=Kind.PHRASE, text=found[1].strip()), found.end()


def _bare(text: str, at: int) -> tuple[list[Token], int]:
    """What begins here without quotes: a DOI, a field with its value, or a word."""
    if doi := DOI.match(text, at):
        return [Token(kind=Kind.DOI, text=doi[0])], doi.end()
    if field := _FIELD.match(text, at):
        return _field(field, text)
    found = _BARE.match(text, at)
    assert found, "no space, bracket or quote stands here"
    return list(_words(found[0])), found.end()


def _field(field: re.Match[str], text: str) -> tuple[list[Token], int]:
    at = field.end()
    if (quoted := _QUOTED.match(text, at)) and _WORD.search(quoted[1]):
        token = Token(kind=Kind.FIELD, text=field[1], value=quoted[1].strip(), is_quoted=True)
        return [token], quoted.end()
    if doi := DOI.match(text, at):
        return [Token(kind=Kind.FIELD, text=field[1], value=doi[0])], doi.end()
    bare = _VALUE.match(text, at)
    value = bare[0] if bare and _WORD.search(bare[0]) else ""
    return [Token(kind=Kind.FIELD, text=field[1], value=value)], bare.end() if bare else at


def _words(bare: str) -> Iterator[Token]:
    """A word, or several that signs stand between ("and/or", "a,b")."""
    if bare in OR_WORDS:
        yield Token(kind=Kind.OR)
    elif bare in NOT_WORDS:
        yield Token(kind=Kind.NOT)
    elif bare not in AND_WORDS:
        for piece in re.split(r"[/,;+&|=<>{}\[\]\\]+(?!\d)", bare):
            is_start = piece.endswith("*")
            word = _EDGES.sub("", piece)
            if word:
                yield Token(kind=Kind.START if is_start and len(word) > 2 else Kind.WORD, text=word)
