"""The address of the bounce mailbox: what it names, and what it must not be."""

from __future__ import annotations

import pytest

from apercu.mailing.bounces.place import NotAPlace, Place, place_of


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("imaps://user:secret@mail.example.org/INBOX", ("mail.example.org", 993, "user", "secret", "INBOX")),
        ("imaps://user:secret@mail.example.org", ("mail.example.org", 993, "user", "secret", "INBOX")),
        (
            "imaps://bounces%40example.org:p%2Fw%3A%20x@mail.example.org:1993/Mail/Bounces/",
            ("mail.example.org", 1993, "bounces@example.org", "p/w: x", "Mail/Bounces"),
        ),
    ],
)
def test_an_address_names_a_mailbox(url: str, place: tuple[str, int, str, str, str]) -> None:
    found = place_of(url)
    assert (found.host, found.port, found.user, found.password, found.folder) == place


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("imap://user:secret@mail.example.org/", "in the open"),
        ("https://user:secret@mail.example.org/", "no server"),
        ("imaps://user:secret@/INBOX", "no server"),
        ("imaps://mail.example.org/INBOX", "no user"),
        ("imaps://user@mail.example.org/INBOX", "no user"),
        ("imaps://user:secret@mail.example.org:x/INBOX", "port"),
        ("imaps://user:secret#x@mail.example.org/INBOX", "user|server|port"),
        ("imaps://user:secret@mail.example.org/IN%22BOX", "signs"),
        ("imaps://user:secret@mail.example.org/IN%0D%0ABOX", "signs"),
        ("imaps://user:sec%0Dret@mail.example.org/", "signs"),
    ],
)
def test_anything_else_is_refused_without_repeating_it(url: str, why: str) -> None:
    with pytest.raises(NotAPlace, match=why) as raised:
        place_of(url)
    assert "secret" not in str(raised.value)


def test_a_place_shows_no_password() -> None:
    place = Place(host="mail.example.org", port=993, user="user", password="secret", folder="INBOX")
    assert "secret" not in repr(place) + str(place)
