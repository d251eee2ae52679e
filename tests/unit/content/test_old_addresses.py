"""Which addresses of an old blog are one address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apercu.content.old_addresses import key_of


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://blog.example.org/2012/06/walking/", "/2012/06/walking"),
        ("http://BLOG.example.org/2012/06/Walking?utm_source=mail#more", "/2012/06/walking"),
        ("https://blog.example.org//2012//06/walking", "/2012/06/walking"),
        ("https://blog.example.org/?p=123", "/?p=123"),
        ("https://blog.example.org/index.php?p=123&preview=true", "/?p=123"),
        ("https://example.org/blog/?p=7", "/blog?p=7"),
        ("https://blog.example.org/index.php/2012/walking/", "/index.php/2012/walking"),
        ("https://blog.example.org/2012/%C3%A9t%C3%A9/", "/2012/été"),
        ("https://blog.example.org/2012/e%CC%81te%CC%81/", "/2012/été"),
        ("/2012/06/walking.html", "/2012/06/walking.html"),
        ("https://blog.example.org/", ""),
        ("https://blog.example.org", ""),
        ("https://blog.example.org/?p=draft", ""),
        ("https://blog.example.org/?p=0", ""),
        ("https://[broken/", ""),
        ("https://blog.example.org/" + "a" * 600, ""),
        ("", ""),
    ],
)
def test_an_address_is_known_by_its_path_or_its_number(address: str, key: str) -> None:
    assert key_of(address) == key


@given(st.text(max_size=80))
def test_no_text_makes_it_raise_and_no_key_is_an_address_of_another_host(address: str) -> None:
    key = key_of(address)
    assert key == "" or (key.startswith("/") and not key.startswith("//"))
