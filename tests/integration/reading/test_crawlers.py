"""Sitemap, robots, llms.txt: what crawlers are told is there, and nothing else."""

from __future__ import annotations

import datetime
import re
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client
from lxml import etree
from wagtail.models import PageViewRestriction, Site

from apercu.content import publishing
from apercu.content.models import InformationPage, SiteSettings, Summary
from apercu.reading import crawling
from tests.builders import make_digest, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db

HOST = "http://localhost:8000"
NAMES = {"s": crawling.SITEMAP, "x": crawling.XHTML}


@pytest.fixture
def site() -> Summary:
    SiteSettings.objects.create(name="The Digest", tagline="In short", licence="by/4.0")
    root = Site.objects.get(is_default_site=True).root_page
    root.add_child(instance=InformationPage(title="About", slug="about"))
    make_summary(title="Draft", slug="draft", publish=False)
    publishing.unpublish(record=make_summary(title="Taken back", slug="taken-back"), by=None)
    return make_summary(
        title="A [summary]\n* of *things*",
        slug="a-summary",
        digest=make_digest(month=datetime.date(2021, 6, 1)),
        topics=[make_topic(name="Empathy")],
        types=[make_type(name="Survey")],
    )


def read(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, path
    return response


def locations(client: Client, path: str = "/sitemap.xml") -> list[str]:
    document = etree.fromstring(read(client, path).content)
    return [str(one).removeprefix(HOST) for one in document.xpath("//s:loc/text()", namespaces=NAMES)]


@pytest.mark.usefixtures("site")
def test_the_sitemap_lists_every_public_page_in_both_languages_and_each_is_there(client: Client) -> None:
    listed = locations(client)
    assert len(listed) == len(set(listed))
    for path in ("/", "/digests/2021/", "/digests/2021/06/", "/summaries/a-summary/", "/topics/empathy/"):
        assert path in listed
        assert f"/fr{path}" in listed
    assert "/about/" in listed
    assert not [path for path in listed if "draft" in path or "taken-back" in path]
    for path in listed:
        page = read(client, path).content.decode()
        assert f'<link rel="canonical" href="{HOST}{path}">' in page, path


@pytest.mark.usefixtures("site")
def test_the_sitemap_pairs_languages_and_dates_what_it_knows(client: Client, site: Summary) -> None:
    document = etree.fromstring(read(client, "/sitemap.xml").content)
    for url in document.iterfind("s:url", NAMES):
        pairs = {one.get("hreflang"): one.get("href") for one in url.iterfind("x:link", NAMES)}
        assert set(pairs) == {"en", "fr"}
        assert url.findtext("s:loc", namespaces=NAMES) in pairs.values()
    (changed,) = document.xpath(
        f"//s:url[s:loc='{HOST}/summaries/a-summary/']/s:lastmod/text()", namespaces=NAMES
    )
    assert changed == site.last_published_at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.usefixtures("site")
def test_a_large_site_has_its_map_in_parts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = locations(client)
    monkeypatch.setattr(crawling, "LARGEST", 6)
    parts = locations(client)
    assert parts == [f"/sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    assert len(parts) > 2
    read_again = [locations(client, part) for part in parts]
    assert all(len(part) <= 6 for part in read_again)
    assert [path for part in read_again for path in part] == whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404


def test_a_small_site_has_no_parts(client: Client) -> None:
    assert client.get("/sitemap-1.xml").status_code == 404


def test_a_sitemap_is_never_older_than_the_site(client: Client) -> None:
    assert "/summaries/new/" not in locations(client)
    make_summary(title="New", slug="new")
    assert "/summaries/new/" in locations(client)


def test_robots_may_read_every_page_but_neither_the_desk_nor_combined_filters(client: Client) -> None:
    lines = read(client, "/robots.txt").content.decode().splitlines()
    assert f"Sitemap: {HOST}/sitemap.xml" in lines
    rules = RobotFileParser()
    rules.parse(lines)
    assert not rules.can_fetch("Anybot", f"{HOST}/desk/")
    for path in ("/", "/fr/", "/summaries/", "/summaries/a-summary/", "/feeds/summaries.atom", "/llms.txt"):
        assert rules.can_fetch("Anybot", f"{HOST}{path}")
    forbidden = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    patterns = [re.escape(rule).replace(r"\*", ".*") for rule in forbidden]  # RFC 9309 §2.2.3
    blocked = re.compile("|".join(patterns))
    assert blocked.match("/summaries/?topic=empathy&type=survey")
    assert blocked.match("/fr/summaries/?topic=empathy&page=2")
    assert not blocked.match("/summaries/?page=2")
    assert not blocked.match("/summaries/feed.atom?topic=a&type=b")


@pytest.mark.usefixtures("site")
def test_llms_txt_is_an_account_of_the_site_whose_links_lead_somewhere(client: Client) -> None:
    response = read(client, "/llms.txt")
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "# The Digest"
    assert "> In short" in lines
    assert any("creativecommons.org/licenses/by/4.0/" in line for line in lines)
    entry = r"- [A \[summary\] \* of \*things\*](http://localhost:8000/summaries/a-summary.md)"
    assert any(line.startswith(entry) for line in lines)
    ours = re.findall(rf"\]\({HOST}(/[^)]+)\)", "\n".join(lines))
    assert len(ours) > 6
    for path in ours:
        read(client, path)
    assert "Draft" not in "\n".join(lines)


def test_the_icon_is_our_mark(client: Client) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 302
    assert response["Location"].endswith(".svg")


@pytest.mark.parametrize("restriction", ["password", "login", "groups"])
def test_a_page_below_one_that_was_made_private_is_at_no_public_address(
    client: Client, restriction: str
) -> None:
    home = Site.objects.get(is_default_site=True).root_page
    home.add_child(instance=InformationPage(title="About", slug="about", show_in_menus=True))
    assert "/about/" in locations(client)
    kept_back = PageViewRestriction.objects.create(page=home, restriction_type=restriction, password="a word")
    for path in ("/about/", "/fr/about/"):
        assert client.get(path).status_code == 404
    assert "/about/" not in locations(client)
    assert 'href="/about/"' not in read(client, "/").content.decode()
    kept_back.delete()
    assert "/about/" in locations(client)
    assert 'href="/about/"' in read(client, "/").content.decode()
    assert client.get("/about/").status_code == 200
