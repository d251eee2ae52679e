"""Masthead and colophon are rendered once for many pages, and are still each page's own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from apercu.content.models import SiteSettings
from apercu.reading import framing
from apercu.reading.printing import head
from apercu.reading.viewdata.page import Head, HeadLink, Meta, Page, Site
from tests.builders import make_page, make_summary, make_topic

pytestmark = pytest.mark.django_db


def test_each_page_leads_to_itself_in_the_other_language(client: Client) -> None:
    make_summary(title="First of two", topics=[make_topic(name="Empathy")])
    make_summary(title="Second of two", topics=[make_topic(name="Empathy")])
    for path in ("/summaries/first-of-two/", "/summaries/second-of-two/", "/summaries/", "/topics/", "/"):
        for here, there in ((path, f"/fr{path}"), (f"/fr{path}", path)):
            page = client.get(here).content.decode()
            assert page.count(f'class="masthead-language" href="{there}"') == 1
            assert page.count(f'<li><a href="{there}" lang=') == 1
            assert "\0" not in page


def test_what_is_asked_for_is_escaped_in_the_link_to_the_other_language() -> None:
    page = Page(
        site=Site(name="A site"), title="Found", path='/summaries/?q="><script>alert(1)</script>&sort=newest'
    )
    with translation.override("en"):
        html = framing.framed("masthead", page)
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "&amp;sort=newest" in html


def test_a_section_is_marked_on_its_own_pages_alone(client: Client) -> None:
    make_summary(title="The only one", topics=[make_topic(name="Empathy")])
    for path, section in (
        ("/digests/", "/digests/"),
        ("/summaries/the-only-one/", "/summaries/"),
        ("/topics/", "/topics/"),
    ):
        page = client.get(path).content.decode()
        assert page.count('aria-current="true"') == 1
        assert f'<a href="{section}" aria-current="true">' in page


def test_what_the_site_says_of_itself_is_changed_everywhere_at_once(client: Client) -> None:
    make_page(slug="about", title="About us", show_in_menus=True)
    said = SiteSettings.objects.create(name="Before", tagline="<b>Not bold</b>")
    assert "&lt;b&gt;Not bold&lt;/b&gt;" in client.get("/topics/").content.decode()
    said.name = "After & after"
    said.save()
    for path in ("/", "/fr/", "/topics/", "/nowhere/"):
        page = client.get(path).content.decode()
        assert "<span>After &amp; after</span>" in page
        assert '<p class="colophon-name">After &amp; after</p>' in page
        assert "Before" not in page


def test_every_word_in_a_pages_head_is_escaped() -> None:
    evil = '"><script>alert(1)</script>'
    said = Head(
        metas=(Meta(name=evil, content=evil), Meta(property=evil, content=evil)),
        links=(HeadLink(rel=evil, href=evil, type=evil, title=evil, hreflang=evil),),
        json_ld=evil,
    )
    printed = head(said)
    assert "<script>" not in printed
    assert printed.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 10
    assert printed.count('<script type="application/ld+json">') == 1


def test_an_empty_head_prints_nothing() -> None:
    assert head(Head()) == ""
