"""The parser. It never raises: what it cannot read it takes as words, and says so in `Query.unread`.

    words "a phrase" -without -"a phrase" one OR other (in brackets) therap*
    author:name  topic:name  type:name  journal:name  doi:10.…  year:2018  year:2018..2021  year:..2020

The names of fields and the words OR and NOT are understood in French too (auteur, sujet, revue, année; OU,
SAUF).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from apercu.querylang.syntax import (
    AnyOf,
    Field,
    Group,
    Name,
    Not,
    Part,
    Phrase,
    Query,
    Unread,
    Why,
    Word,
    Years,
)
from apercu.querylang.tokens import Kind, Token, plain, tokens

LONGEST = 400  # characters that are read of a query
MOST_WORDS = 32  # tokens that are read of it
_DEEPEST = 4  # brackets in brackets

_NAMES = {
    **{name.value: name for name in Name},
    "auteur": Name.AUTHOR, "auteure": Name.AUTHOR, "autrice": Name.AUTHOR, "authors": Name.AUTHOR,
    "sujet": Name.TOPIC, "topics": Name.TOPIC,
    "types": Name.TYPE,
    "revue": Name.JOURNAL,
}  # fmt: skip
_YEAR_NAMES = frozenset({"year", "years", "année", "annee", "an"})
_YEARS = re.compile(r"(\d{4})?(?:(\.\.+|-)(\d{4})?)?")


def parse(text: str) -> Query:
    """What a reader asked for."""
    whole = plain(text[: LONGEST * 4])
    cut = whole[:LONGEST]
    found = list(tokens(cut))
    reader = _Reader(found[:MOST_WORDS])
    parts = tuple(reader.sequence(depth=0))
    unread = reader.unread
    if len(whole) > LONGEST or len(text) > LONGEST * 4 or len(found) > MOST_WORDS:
        unread = [*unread, Unread(text="", why=Why.TOO_LONG)]
    return Query(parts=parts, unread=tuple(dict.fromkeys(unread)))


class _Reader:
    """Reads tokens from left to right."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self.unread: list[Unread] = []

    def sequence(self, *, depth: int) -> list[Part]:
        """Parts up to the end, or up to the bracket that closes this one."""
        parts: list[Part] = []
        joins = False  # whether the next part is an alternative to the last
        while (token := self._next()) is not None:
            if token.kind is Kind.CLOSING:
                if depth:
                    break
                self._note(Why.LONELY_BRACKET, ")")
            elif token.kind is Kind.OR:
                joins = self._may_join(parts)
            else:
                for part in self._part(token, depth=depth):
                    self._add(parts, part, joins=joins)
                    joins = False
        if joins:
            self._note(Why.LONELY_OR, "OR")
        return parts

    def _next(self) -> Token | None:
        if self._at >= len(self._tokens):
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def _may_join(self, parts: list[Part]) -> bool:
        if parts and not isinstance(parts[-1], Not):
            return True
        self._note(Why.LONELY_OR, "OR")
        return False

    def _add(self, parts: list[Part], part: Part, *, joins: bool) -> None:
        if not joins:
            parts.append(part)
        elif isinstance(part, Not):
            self._note(Why.LONELY_OR, "OR")
            parts.append(part)
        else:
            before = parts.pop()
            one = before.parts if isinstance(before, AnyOf) else (before,)
            parts.append(AnyOf(parts=(*one, part)))

    def _part(self, token: Token, *, depth: int) -> Iterable[Part]:
        match token.kind:
            case Kind.NOT:
                return self._negated(depth=depth)
            case Kind.OPENING:
                return self._bracketed(depth=depth)
            case Kind.LONELY_QUOTE:
                self._note(Why.LONELY_QUOTE, '"')
                return ()
            case Kind.PHRASE:
                return _phrase(token.text)
            case Kind.DOI:
                return (Field(name=Name.DOI, value=token.text),)
            case Kind.FIELD:
                return self._field(token)
            case _:
                return (Word(text=token.text, is_start=token.kind is Kind.START),)

    def _negated(self, *, depth: int) -> Iterable[Part]:
        token = self._next()
        while token is not None and token.kind is Kind.NOT:
            token = self._next()
        if token is None:
            return ()
        if token.kind in {Kind.CLOSING, Kind.OR}:
            self._at -= 1
            return ()
        parts = tuple(self._part(token, depth=depth))
        return tuple(part if isinstance(part, Not) else Not(part=part) for part in parts)

    def _bracketed(self, *, depth: int) -> Iterable[Part]:
        if depth >= _DEEPEST:
            self._note(Why.LONELY_BRACKET, "(")
            return ()
        inside = self.sequence(depth=depth + 1)
        if self._tokens[self._at - 1].kind is not Kind.CLOSING:
            self._note(Why.LONELY_BRACKET, "(")
        return (Group(parts=tuple(inside)),) if len(inside) > 1 else inside

    def _field(self, token: Token) -> Iterable[Part]:
        asked = token.text.casefold()
        name = _NAMES.get(asked)
        if not token.value:
            if name or asked in _YEAR_NAMES:  # any other word may have a colon behind it
                self._note(Why.EMPTY_FIELD, f"{token.text}:")
            return (Word(text=token.text),)
        if asked in _YEAR_NAMES:
            if years := _years(token.value):
                return (years,)
            self._note(Why.NOT_A_YEAR, f"{token.text}:{token.value}")
        elif name:
            return (Field(name=name, value=token.value, is_quoted=token.is_quoted),)
        else:
            self._note(Why.UNKNOWN_FIELD, f"{token.text}:")
        return (Word(text=token.text), *_as_words(token))

    def _note(self, why: Why, text: str) -> None:
        self.unread.append(Unread(text=text, why=why))


def _phrase(text: str) -> Iterable[Part]:
    return (Phrase(text=text),) if text else ()


def _as_words(token: Token) -> Iterator[Part]:
    """The value of a field that is none: the phrase it was, or its words."""
    if token.is_quoted:
        yield Phrase(text=token.value)
        return
    for found in tokens(token.value):
        if found.text:
            yield Word(text=found.text)


def _years(value: str) -> Years | None:
    found = _YEARS.fullmatch(value)
    if found is None or not (found[1] or found[3]):
        return None
    first = int(found[1]) if found[1] else None
    last = int(found[3]) if found[3] else None
    if found[2] is None:
        last = first
    if first is not None and last is not None and first > last:
        first, last = last, first
    return Years(first=first, last=last)
