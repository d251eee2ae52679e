"""What the heads of pages say to programs, and what reference managers find in them."""

from __future__ import annotations

import datetime
import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from lxml import html

from apercu.content.models import Correction, SiteSettings, Summary
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db

HOST = "http://localhost:8000"
PAGES = [
    "/", "/digests/", "/digests/2021/", "/digests/2021/06/", "/summaries/", "/summaries/?topic=empathy",
    "/summaries/does-empathy-grow/", "/topics/", "/topics/empathy/", "/types/", "/types/survey/",
]  # fmt: skip


@pytest.fixture
def site() -> Summary:
    SiteSettings.objects.create(
        name="The Digest",
        tagline="In short",
        publisher="A Network",
        publisher_address="https://network.example/",
        licence="by/4.0",
    )
    return make_summary(
        title='Does "empathy" grow? </script><script>alert(1)</script>',
        slug="does-empathy-grow",
        gist="Yes & slowly.",
        digest=make_digest(month=datetime.date(2021, 6, 1), teaser="<p>This month: endings.</p>"),
        topics=[make_topic(name="Empathy")],
        types=[make_type(name="Survey")],
        authors=[make_person(name="Noor Haddad", orcid="0000-0002-1825-0097"), make_person(name="Per Li")],
        articles=[
            make_article(title="Growth of empathy", doi="10.1234/growth", issue="3", issued=[2020, 4]),
            make_article(title="A book", type="book", container_title="", publisher="A Press", doi=None),
        ],
    )


def head(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, path
    return html.fromstring(response.content.decode()).find("head")


def metas(client: Client, path: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in head(client, path).iterfind("meta"):
        if name := meta.get("property") or meta.get("name"):
            found.setdefault(name, []).append(meta.get("content", ""))
    return found


def links(client: Client, path: str, rel: str) -> list[tuple[str, str]]:
    every = head(client, path).iterfind("link")
    return [(link.get("type", ""), link.get("href")) for link in every if rel in link.get("rel", "").split()]


def linked_data(client: Client, path: str) -> dict[str, Any]:
    (script,) = head(client, path).xpath('script[@type="application/ld+json"]')
    data: dict[str, Any] = json.loads(script.text)
    assert data["@context"] == "https://schema.org"
    return data


@pytest.mark.usefixtures("site")
def test_a_summary_introduces_itself_and_not_its_article(client: Client) -> None:
    said = metas(client, "/summaries/does-empathy-grow/")
    title = ['Does "empathy" grow? </script><script>alert(1)</script>']
    assert said["og:type"] == ["article"]
    assert said["og:title"] == said["dc.title"] == title
    assert said["og:site_name"] == ["The Digest"]
    assert said["og:url"] == [f"{HOST}/summaries/does-empathy-grow/"]
    assert said["og:description"] == ["Yes & slowly."]
    assert said["dc.creator"] == ["Noor Haddad", "Per Li"]
    assert said["dc.date"] == ["2021-06"]
    assert said["dc.language"] == ["en"]
    assert said["dc.publisher"] == ["A Network"]
    assert said["z:itemType"] == ["blogPost"]


@pytest.mark.usefixtures("site")
def test_no_page_takes_the_articles_name_for_its_own(client: Client, subtests: pytest.Subtests) -> None:
    for path in PAGES:
        with subtests.test(path=path):
            assert not [
                name for name in metas(client, path) if name.lower().startswith(("citation_", "prism."))
            ]


@pytest.mark.usefixtures("site")
def test_every_page_has_a_card_and_names_the_feeds(client: Client, subtests: pytest.Subtests) -> None:
    for path in PAGES:
        for language in ["", "/fr"]:
            with subtests.test(language=language, path=path):
                said = metas(client, f"{language}{path}")
                assert said["og:url"] == [f"{HOST}{language}{path}"]
                assert said["og:locale"] == ["fr_FR" if language else "en_GB"]
                assert all(value for values in said.values() for value in values)
                feeds = [
                    href for kind, href in links(client, f"{language}{path}", "alternate") if "atom" in kind
                ]
                assert feeds[-2:] == [f"{language}/feeds/summaries.atom", f"{language}/feeds/digests.atom"]
                for _kind, href in links(client, f"{language}{path}", "alternate"):
                    assert client.get(href.removeprefix(HOST)).status_code == 200, href


@pytest.mark.usefixtures("site")
def test_a_list_names_its_own_feed_first(client: Client, subtests: pytest.Subtests) -> None:
    for path, feed in [
        ("/topics/empathy/", "/topics/empathy/feed.atom"),
        ("/fr/types/survey/", "/fr/types/survey/feed.atom"),
        ("/summaries/?topic=empathy&page=1", "/summaries/feed.atom?topic=empathy"),
    ]:
        with subtests.test(path=path, feed=feed):
            alternates = links(client, path.replace("&page=1", ""), "alternate")
            assert next(href for kind, href in alternates if "atom" in kind) == feed


def test_a_summary_as_linked_data(client: Client, site: Summary) -> None:
    site.corrections = [Correction(date=datetime.date(2026, 1, 2), text="It said <12>; it is 21.")]
    site.save_revision().publish()
    post = linked_data(client, "/summaries/does-empathy-grow/")
    assert post["@type"] == "BlogPosting"
    assert post["headline"] == site.title
    assert post["url"] == f"{HOST}/summaries/does-empathy-grow/"
    assert post["author"][0] == {
        "@type": "Person",
        "name": "Noor Haddad",
        "sameAs": "https://orcid.org/0000-0002-1825-0097",
    }
    assert "sameAs" not in post["author"][1]
    assert (post["datePublished"], post["inLanguage"], post["abstract"]) == ("2021-06", "en", "Yes & slowly.")
    assert post["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert post["about"] == [{"@type": "Thing", "name": "Empathy", "url": f"{HOST}/topics/empathy/"}]
    assert post["keywords"] == ["Survey"]
    issue = post["isPartOf"]
    assert (issue["@type"], issue["issueNumber"], issue["isPartOf"]["@type"]) == (
        "PublicationIssue",
        "2021-06",
        "Blog",
    )
    assert post["publisher"] == {
        "@type": "Organization",
        "name": "A Network",
        "url": "https://network.example/",
    }
    assert post["correction"] == [
        {"@type": "CorrectionComment", "datePublished": "2026-01-02", "text": "It said <12>; it is 21."}
    ]


@pytest.mark.usefixtures("site")
def test_the_article_is_what_the_summary_is_based_on(client: Client) -> None:
    article, book = linked_data(client, "/summaries/does-empathy-grow/")["isBasedOn"]
    assert article["@type"] == "ScholarlyArticle"
    assert article["name"] == "Growth of empathy"
    assert article["datePublished"] == "2020-04"
    assert [author["name"] for author in article["author"]] == ["Ada Okafor", "Per Lindqvist"]
    assert article["identifier"] == {"@type": "PropertyValue", "propertyID": "doi", "value": "10.1234/growth"}
    assert article["sameAs"] == "https://doi.org/10.1234/growth"
    assert article["pagination"] == "1–20"
    volume = article["isPartOf"]["isPartOf"]
    assert (article["isPartOf"]["issueNumber"], volume["@type"]) == ("3", "PublicationVolume")
    assert volume["isPartOf"] == {"@type": "Periodical", "name": "Journal of Invented Results"}
    assert (book["@type"], "sameAs" in book, "identifier" in book) == ("Book", False, False)


@pytest.mark.usefixtures("site")
def test_other_pages_say_what_they_are(client: Client, subtests: pytest.Subtests) -> None:
    for path, kind in [
        ("/", "Blog"),
        ("/digests/2021/06/", "PublicationIssue"),
        ("/topics/empathy/", "CollectionPage"),
        ("/types/survey/", "CollectionPage"),
        ("/summaries/", "CollectionPage"),
    ]:
        with subtests.test(path=path, kind=kind):
            data = linked_data(client, path)
            assert data["@type"] == kind
            if kind == "PublicationIssue":
                assert [part["@id"] for part in data["hasPart"]] == [f"{HOST}/summaries/does-empathy-grow/"]


@pytest.mark.usefixtures("site")
def test_nothing_in_a_title_ends_the_script_it_stands_in(client: Client, subtests: pytest.Subtests) -> None:
    for path in ["/summaries/does-empathy-grow/", "/digests/2021/06/"]:
        with subtests.test(path=path):
            page = client.get(path).content.decode()
            (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
            assert not set("<>&") & set(data)
            assert "alert(1)" in json.dumps(json.loads(data))
            assert "<script>alert" not in page


@pytest.mark.usefixtures("site")
def test_signposts_lead_to_what_is_there(client: Client) -> None:
    path = "/fr/summaries/does-empathy-grow/"
    assert links(client, path, "cite-as") == [("", f"{HOST}/summaries/does-empathy-grow/")]
    assert links(client, path, "author") == [("", "https://orcid.org/0000-0002-1825-0097")]
    assert links(client, path, "license") == [("", "https://creativecommons.org/licenses/by/4.0/")]
    assert links(client, path, "type") == [("", "https://schema.org/BlogPosting")]
    assert links(client, path, "related") == [("", "https://doi.org/10.1234/growth")]
    described = links(client, path, "describedby")
    assert [href.rsplit(".", 1)[1] for _kind, href in described] == ["json", "md", "ris", "bib"]
    for kind, href in described:
        assert client.get(href)["Content-Type"].split(";")[0] == kind


def test_a_summary_is_cited_by_its_page_in_its_own_language(client: Client) -> None:
    make_summary(title="En français", slug="en-francais", language="fr")
    for path in ("/summaries/en-francais/", "/fr/summaries/en-francais/"):
        assert links(client, path, "cite-as") == [("", f"{HOST}/fr/summaries/en-francais/")]


@pytest.mark.usefixtures("site")
def test_a_reference_manager_finds_each_article_once(client: Client, subtests: pytest.Subtests) -> None:
    for path in ["/summaries/does-empathy-grow/", "/digests/2021/06/"]:
        with subtests.test(path=path):
            page = client.get(path).content.decode()
            found = [
                parse_qs(unescape(title))
                for title in re.findall(r'<span class="Z3988" title="([^"]*)"', page)
            ]
            assert len(found) == 2
            assert all(one["ctx_ver"] == ["Z39.88-2004"] for one in found)
            assert found[0]["rft.atitle"] == ["Growth of empathy"]


def test_an_import_is_dated_by_its_month_and_a_new_summary_to_the_second(client: Client) -> None:
    at = datetime.datetime(2021, 6, 14, 9, 30, tzinfo=datetime.UTC)
    june = make_digest(month=datetime.date(2021, 6, 1))
    for slug in ("in-time", "changed"):
        one = make_summary(title=slug, slug=slug, digest=june)
        later = at + datetime.timedelta(days=40 if slug == "changed" else 0, hours=1)
        Summary.objects.filter(pk=one.pk).update(first_published_at=at, last_published_at=later)
    fresh = metas(client, "/summaries/in-time/")
    assert fresh["article:published_time"] == fresh["article:modified_time"] == ["2021-06-14T09:30:00Z"]
    assert fresh["dc.date"] == ["2021-06-14"]
    changed = metas(client, "/summaries/changed/")
    assert changed["article:modified_time"] == ["2021-07-24T10:30:00Z"]


def test_pages_without_an_address_introduce_nothing(client: Client) -> None:
    page = client.get("/nowhere/").content.decode()
    assert "og:" not in page
    assert "ld+json" not in page


def test_an_address_that_is_none_of_the_web_is_not_given_as_the_articles(client: Client) -> None:
    odd = make_article(title="Odd", doi=None, url="javascript:alert(1)")
    web = make_article(title="On the web", doi=None, url="https://example.org/a")
    make_summary(title="Two of them", slug="two-of-them", articles=[odd, web])
    said = linked_data(client, "/summaries/two-of-them/")["isBasedOn"]
    assert [one.get("sameAs") for one in said] == [None, "https://example.org/a"]
