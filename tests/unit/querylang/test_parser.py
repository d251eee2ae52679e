"""What a reader types is read as they meant it, and whatever cannot be read is words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu import querylang
from apercu.querylang import (
    LONGEST,
    MOST_WORDS,
    AnyOf,
    Field,
    Group,
    Name,
    Not,
    Part,
    Phrase,
    Unread,
    Why,
    Word,
    Years,
    parse,
)


def words(*texts: str) -> tuple[Part, ...]:
    return tuple(Word(text=text) for text in texts)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("", ()),
        ("does feedback help?", words("does", "feedback", "help")),
        ("drop‑out, self—harm", words("drop-out", "self-harm")),
        ("l’anxiété", words("l'anxiété")),
        ('"pill placebo"', (Phrase(text="pill placebo"),)),
        ("“pill placebo” « effet placebo »", (Phrase(text="pill placebo"), Phrase(text="effet placebo"))),
        ("therapy -online", (*words("therapy"), Not(part=Word(text="online")))),
        ("therapy −online", (*words("therapy"), Not(part=Word(text="online")))),
        ('-"pill placebo"', (Not(part=Phrase(text="pill placebo")),)),
        ("NOT online", (Not(part=Word(text="online")),)),
        ("sans SAUF ligne", (*words("sans"), Not(part=Word(text="ligne")))),
        ("cbt OR ipt", (AnyOf(parts=words("cbt", "ipt")),)),
        ("tcc OU tip OU tpd", (AnyOf(parts=words("tcc", "tip", "tpd")),)),
        ("cbt or ipt", words("cbt", "or", "ipt")),
        ("cbt AND ipt & dbt", words("cbt", "ipt", "dbt")),
        (
            "(cbt OR ipt) depression",
            (AnyOf(parts=words("cbt", "ipt")), *words("depression")),
        ),
        ("(group therapy) OR cbt", (AnyOf(parts=(Group(parts=words("group", "therapy")), *words("cbt"))),)),
        ("therap*", (Word(text="therap", is_start=True),)),
        ("a* th*", words("a", "th")),
        ("author:hayes", (Field(name=Name.AUTHOR, value="hayes"),)),
        ('auteur:"van Dis"', (Field(name=Name.AUTHOR, value="van Dis", is_quoted=True),)),
        ("revue:psychotherapy", (Field(name=Name.JOURNAL, value="psychotherapy"),)),
        ("Topic:Empathy type:rct", (Field(name=Name.TOPIC, value="Empathy"), Field(name=Name.TYPE, value="rct"))),
        ("year:2018", (Years(first=2018, last=2018),)),
        ("year:2018..2021", (Years(first=2018, last=2021),)),
        ("année:2021-2018", (Years(first=2018, last=2021),)),
        ("year:2018..", (Years(first=2018, last=None),)),
        ("year:..2021", (Years(first=None, last=2021),)),
        ("10.1037/pst0000172", (Field(name=Name.DOI, value="10.1037/pst0000172"),)),
        ("see https://doi.org/10.1002/wps.20860", (*words("see"), Field(name=Name.DOI, value="https://doi.org/10.1002/wps.20860"))),
        ("doi:10.1037/a0028226", (Field(name=Name.DOI, value="10.1037/a0028226"),)),
        ("Depression: what works", words("Depression", "what", "works")),
        ("and/or either,neither", words("and", "or", "either", "neither")),
        ("12,036 people", words("12,036", "people")),
    ],
)  # fmt: skip
def test_it_is_read_as_meant(typed: str, parts: tuple[Part, ...]) -> None:
    assert parse(typed).parts == parts
    assert parse(typed).unread == ()


@pytest.mark.parametrize(
    ("typed", "parts", "why", "text"),
    [
        ("foo:bar", words("foo", "bar"), Why.UNKNOWN_FIELD, "foo:"),
        ('foo:"a b"', (*words("foo"), Phrase(text="a b")), Why.UNKNOWN_FIELD, "foo:"),
        ("author:", words("author"), Why.EMPTY_FIELD, "author:"),
        ("year:soon", words("year", "soon"), Why.NOT_A_YEAR, "year:soon"),
        ("year:0", words("year", "0"), Why.NOT_A_YEAR, "year:0"),
        ('"pill placebo', words("pill", "placebo"), Why.LONELY_QUOTE, '"'),
        ("(cbt", words("cbt"), Why.LONELY_BRACKET, "("),
        ("cbt)", words("cbt"), Why.LONELY_BRACKET, ")"),
        ("cbt OR", words("cbt"), Why.LONELY_OR, "OR"),
        ("OR cbt", words("cbt"), Why.LONELY_OR, "OR"),
        ("-a OR b", (Not(part=Word(text="a")), *words("b")), Why.LONELY_OR, "OR"),
    ],
)
def test_what_cannot_be_read_is_words_and_said(
    typed: str, parts: tuple[Part, ...], why: Why, text: str
) -> None:
    query = parse(typed)
    assert query.parts == parts
    assert query.unread == (Unread(text=text, why=why),)


@pytest.mark.parametrize("typed", ['"', "*", ":", "-", "--", "()", '""', "...", "!?", "-*", "😀", "‮", "\x00"])
def test_signs_alone_ask_for_nothing(typed: str) -> None:
    assert parse(typed).parts == ()


def test_a_long_query_is_cut_and_said() -> None:
    assert parse("word " * 2_000).unread == (Unread(text="", why=Why.TOO_LONG),)
    assert len(parse("word " * 2_000).parts) == MOST_WORDS
    assert len(parse("a" * 10_000).parts[0].text) == LONGEST  # type: ignore[union-attr]
    assert parse("a" * LONGEST).unread == ()


@pytest.mark.parametrize(
    ("typed", "is_exact"),
    [
        ("plain words", False),
        ('a "phrase"', True),
        ("-word", False),
        ('a OR "b c"', True),
        ("year:2020", True),
    ],
)
def test_a_phrase_or_a_field_is_meant_to_the_letter(typed: str, is_exact: bool) -> None:
    assert parse(typed).is_exact is is_exact


SYNTAX = st.sampled_from(
    [
        '"',
        "-",
        "(",
        ")",
        "OR",
        "NOT",
        ":",
        "author:",
        "year:",
        "topic:",
        "doi:10.1234/x",
        "*",
        " ",
        "a",
        "l’été",
        "–",
    ]
)


@given(st.one_of(st.text(max_size=600), st.lists(SYNTAX, max_size=40).map("".join)))
def test_nothing_that_can_be_typed_is_an_error(typed: str) -> None:
    query = parse(typed)
    for part in query.every_part():
        if isinstance(part, Word | Phrase):
            assert part.text.strip()
        if isinstance(part, AnyOf):
            assert len(part.parts) > 1
            assert not any(isinstance(one, Not) for one in part.parts)


@given(st.text(max_size=600))
def test_a_plain_text_is_plain_already(typed: str) -> None:
    plain = querylang.plain(typed)
    assert querylang.plain(plain) == plain
    assert parse(plain).parts == parse(typed).parts


@given(st.lists(st.from_regex(r"[a-z]{1,12}", fullmatch=True), max_size=MOST_WORDS))
def test_plain_words_come_back_in_their_order(typed: list[str]) -> None:
    assert parse(" ".join(typed)).parts == words(*typed)
