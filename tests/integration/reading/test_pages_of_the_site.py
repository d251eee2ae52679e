"""Free-form pages in both languages: which text is shown, what its headings are, how to reach the publisher."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from apercu.content.models import SiteSettings
from apercu.reading.viewdata.information import with_sections
from tests.builders import make_page

pytestmark = pytest.mark.django_db

TEXTS: dict[str, Any] = {
    "title": "About us",
    "title_fr": "À notre sujet",
    "body": "<p>In English.</p>",
    "body_fr": "<p>En français.</p>",
}


def make_about(**fields: Any) -> None:
    """A public page in both languages, unless told otherwise."""
    make_page(show_in_menus=True, **{**TEXTS, **fields})


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


def main_of(html: str) -> str:
    return html.split("<main")[1].split("</main>")[0]


def test_each_language_has_its_own_text_and_title(client: Client) -> None:
    make_about()
    english, french = read(client, "/about/"), read(client, "/fr/about/")
    assert "<h1" in english
    assert "About us</h1>" in english
    assert "In English." in english
    assert "En français." not in english
    assert "À notre sujet</h1>" in french
    assert "En français." in french
    assert "In English." not in french
    for html in (english, french):
        assert 'class="in-another-language"' not in html
        assert not re.search(r"\blang=", main_of(html))
    assert '<link rel="canonical" href="http://localhost:8000/fr/about/">' in french
    assert 'hreflang="en" href="http://localhost:8000/about/"' in french


def test_the_menu_names_it_in_the_language_spoken(client: Client) -> None:
    make_about()
    assert re.search(r'<a href="/about/"[^>]*>About us</a>', read(client, "/"))
    assert re.search(r'<a href="/fr/about/"[^>]*>À notre sujet</a>', read(client, "/fr/"))


@pytest.mark.parametrize("nothing", ["", '<p data-block-key="abcde"></p>', "<p> </p>"])
def test_a_text_that_is_missing_in_french_is_shown_in_english_and_says_so(
    client: Client, nothing: str
) -> None:
    make_about(body_fr=nothing, title_fr="")
    html = main_of(read(client, "/fr/about/"))
    assert re.search(r'<h1[^>]* lang="en">About us</h1>', html)
    assert re.search(r'<div class="prose free" lang="en"><p>In English.</p></div>', html)
    assert html.count('class="in-another-language"') == 1
    assert 'class="in-another-language"' not in read(client, "/about/")


def test_a_french_title_above_an_english_text_stays_french(client: Client) -> None:
    make_about(body_fr="")
    html = main_of(read(client, "/fr/about/"))
    assert re.search(r'<h1 class="page-title">À notre sujet</h1>', html)
    assert '<div class="prose free" lang="en">' in html


def test_a_text_there_is_only_in_french_is_shown_on_the_english_page(client: Client) -> None:
    make_about(body="")
    html = main_of(read(client, "/about/"))
    assert "This content is only available in French." in html
    assert '<div class="prose free" lang="fr"><p>En français.</p></div>' in html


def test_a_page_without_any_text_is_no_trouble(client: Client) -> None:
    make_about(body="", body_fr="")
    for path in ("/about/", "/fr/about/"):
        assert 'class="in-another-language"' not in read(client, path)


def levels(html: str) -> list[int]:
    """The levels of the headings in the main part of a page."""
    return [int(level) for level in re.findall(r"<h([1-6])\b", main_of(html))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h2>One</h2><p>x</p><h3>Part</h3><p>y</p><h2>Two</h2><p>z</p>", [1, 2, 3, 2]),
        ("<h3>Only parts</h3><p>x</p><h3>Another</h3>", [1, 2, 2]),
        ("<h3>First</h3><p>x</p><h2>Then</h2><h3>Part</h3>", [1, 2, 2, 3]),
        ("<p>No heading</p>", [1]),
    ],
)
def test_no_level_of_heading_is_left_out(client: Client, body: str, expected: list[int]) -> None:
    make_about(body=body)
    assert levels(read(client, "/about/")) == expected


PIECES = st.sampled_from(
    [
        "<h2>Section</h2>", "<h3>Part</h3>", "<h2><b>Bold</b> one</h2>", "<h2></h2>", "<h1>Big</h1>", "<h4>Small</h4>",
        "<p>Text</p>", "<h2 onclick=x>Odd", "</h2>", "<ul><li>Item</li></ul>", "<h2><script>alert(1)</script></h2>",
        '<p><a href="javascript:alert(1)">no</a></p>', '<p><a href="/topics/">ours</a></p>', "<img src=x onerror=y>",
        "<blockquote>", "</blockquote>", "loose & text", "<h2>two<h2>nested</h2>",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(pieces=st.lists(PIECES, max_size=12))
def test_whatever_the_text_its_headings_go_down_one_level_at_a_time_and_it_is_inert(
    pieces: list[str],
) -> None:
    html = str(with_sections("".join(pieces)))
    found = [1, *(int(level) for level in re.findall(r"<h([1-6])>", html))]
    assert set(found) <= {1, 2, 3}
    assert all(after <= before + 1 for before, after in pairwise(found))
    for bad in ("<script", "onclick", "javascript:", "<img", "<h1"):
        assert bad not in html
    assert html.count("<h2>") == html.count("</h2>")


def test_the_contact_page_shows_what_the_settings_say(client: Client) -> None:
    make_about(shows_contact=True)
    assert "How to reach us" not in read(client, "/about/")
    SiteSettings(
        publisher="The <b>Network</b>",
        publisher_address="https://network.example.org/",
        contact_email="some+body@example.org",
        postal_address="1 Some Street\r\n\r\n  Somewhere <i>",
    ).save()
    html = main_of(read(client, "/about/"))
    assert '<a href="https://network.example.org/">The &lt;b&gt;Network&lt;/b&gt;</a>' in html
    assert '<a href="mailto:some%2Bbody@example.org">some+body@example.org</a>' in html
    assert "1 Some Street<br>Somewhere &lt;i&gt;" in html
    assert levels(read(client, "/about/")) == [1, 2]
    assert main_of(read(client, "/fr/about/")).count("mailto:") == 1


def test_other_pages_do_not_show_it(client: Client) -> None:
    make_about()
    SiteSettings(contact_email="somebody@example.org").save()
    assert "somebody@example.org" not in main_of(read(client, "/about/"))
