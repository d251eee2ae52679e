"""When two spellings are the same mailbox, and what is no address at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.mailing import people
from apercu.mailing.people import NotAnAddress, cleaned, key_of

LETTERS = "abcdefghijklmnopqrstuvwxyzäéßñøçğİıΣςДя0123456789!#$%&'*+/=?^_`{|}~-"
DOMAINS = ["example.org", "Bücher.Example", "xn--bcher-kva.example", "MAIL.example.co.uk", "ñandú.example"]

locals_ = st.lists(st.text(LETTERS, min_size=1, max_size=9), min_size=1, max_size=3).map(".".join)
addresses = st.builds("{}@{}".format, locals_, st.sampled_from(DOMAINS))
SPELLINGS: list[Callable[[str], str]] = [
    lambda text: f"  {text}\n",
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text.rpartition("@")[0] + "@" + text.rpartition("@")[2].upper(),
]


@given(addresses)
def test_the_key_is_one_for_every_spelling(address: str) -> None:
    key = key_of(address)
    for spelling in SPELLINGS:
        assert key_of(spelling(address)) == key


@given(addresses)
def test_a_key_is_an_address_of_its_own_with_the_same_key(address: str) -> None:
    assert key_of(key_of(address)) == key_of(address)
    assert cleaned(cleaned(address)) == cleaned(address)


@given(locals_, locals_)
def test_case_counts_nowhere_and_everything_else_does(one: str, other: str) -> None:
    same = key_of(f"{one}@example.org") == key_of(f"{other}@example.org")
    folded = [
        unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()) for name in (one, other)
    ]
    assert same == (folded[0] == folded[1])


@given(st.text(max_size=100))
def test_whatever_is_typed_is_an_address_for_a_header_or_refused(text: str) -> None:
    try:
        address = cleaned(text)
    except NotAnAddress:
        return
    local, _at, domain = address.rpartition("@")
    assert not any(
        sign.isspace() or sign in '<>(),;:"[]\\' or unicodedata.category(sign) == "Cc" for sign in address
    )
    assert len(local.encode()) <= people.LONGEST_LOCAL
    assert people.ascii_domain(domain).isascii()
    assert key_of(address)


@pytest.mark.parametrize(
    "text",
    [
        "", "anna", "@example.org", "anna@", "a@b@example.org", "anna@example", ".anna@example.org",
        "anna.@example.org", "an..na@example.org", "anna@-example.org", "anna@example..org",
        "anna@example.org\nBcc: b@example.org", "Anna <anna@example.org>", "an na@example.org",
        "an\u200bna@example.org", f"{'é' * 33}@example.org", f"anna@{'a' * 64}.org",
        f"{'a' * 64}@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 20}.org",
    ],
)  # fmt: skip
def test_this_is_no_address(text: str) -> None:
    with pytest.raises(NotAnAddress):
        cleaned(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna@Example.org", "anna@example.org"),
        ("anna@bücher.example", "anna@XN--BCHER-KVA.example"),
        ("e\u0301lise@example.org", "\u00e9lise@example.org"),
        ("ANNA+digest@example.org", "anna+digest@example.org"),
    ],
)
def test_these_are_one_mailbox(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize("other", ["an.na@example.org", "anna+digest@example.org", "anna@mail.example.org"])
def test_these_are_not(other: str) -> None:
    assert key_of("anna@example.org") != key_of(other)
