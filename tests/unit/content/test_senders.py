"""Who sent a form: whose word is taken for it, and that the key tells nothing."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.content.senders import address_of, key_of

DAY = datetime.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("near", "forwarded", "proxies", "address"),
    [
        ("203.0.113.1", "", 0, "203.0.113.1"),
        ("203.0.113.1", "198.51.100.1", 0, "203.0.113.1"),
        ("127.0.0.1", "198.51.100.1", 1, "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", 1, "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.1", 2, "198.51.100.1"),
        ("127.0.0.1", "198.51.100.1", 2, "127.0.0.1"),
        ("127.0.0.1", "unknown", 1, "127.0.0.1"),
        ("127.0.0.1", "198.51.100.1:5123", 1, "198.51.100.1"),
        ("127.0.0.1", "[2001:db8::1]:5123", 1, "2001:db8::1"),
        ("::ffff:203.0.113.1", "", 0, "203.0.113.1"),
        ("fe80::1%eth0", "", 0, "fe80::1"),
        ("", "", 0, ""),
        ("a socket", "", 0, ""),
        ("[broken", "", 0, ""),
    ],
)
def test_the_address_is_what_our_own_proxies_vouch_for(
    near: str, forwarded: str, proxies: int, address: str
) -> None:
    meta = {"REMOTE_ADDR": near, "HTTP_X_FORWARDED_FOR": forwarded}
    assert address_of(meta, trusted_proxies=proxies) == address


@settings(deadline=None)
@given(forged=st.text(alphabet=st.characters(codec="latin-1"), max_size=60))
def test_whatever_a_client_claims_does_not_change_who_it_is(forged: str) -> None:
    meta = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": f"{forged},198.51.100.1"}
    assert address_of(meta, trusted_proxies=1) == "198.51.100.1"
    assert address_of(meta, trusted_proxies=0) == "127.0.0.1"


@settings(deadline=None)
@given(address=st.ip_addresses().map(str))
def test_a_key_is_the_same_all_day_another_tomorrow_and_shows_no_address(address: str) -> None:
    key = key_of(address, day=DAY)
    assert key == key_of(address, day=DAY)
    assert key != key_of(address, day=DAY + datetime.timedelta(days=1))
    assert len(key) == 64
    assert set(key) <= set("0123456789abcdef")


def test_a_network_of_version_6_is_one_reader_and_its_neighbour_another() -> None:
    keys = [
        key_of(address, day=DAY)
        for address in (
            "2001:db8:0:1::1",
            "2001:db8:0:1:ffff::2",
            "2001:db8:0:2::1",
            "203.0.113.1",
            "203.0.113.2",
            "",
        )
    ]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 5
