"""A summary in other forms, and articles for reference managers, as programs ask for them."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from django.test import Client

from apercu.citations.formats import Read, bibtex, csl_json, ris
from apercu.citations.reference import Reference
from apercu.content import publishing
from apercu.content.models import (
    Article,
    Correction,
    FormattedCitation,
    SiteSettings,
    Summary,
)
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db

READERS: dict[str, Callable[[str], Read]] = {"ris": ris.read, "bib": bibtex.read, "json": csl_json.read}
MEDIA_TYPES = {
    "ris": "application/x-research-info-systems",
    "bib": "application/x-bibtex",
    "json": "application/vnd.citationstyles.csl+json",
}
JUNE = datetime.date(2021, 6, 1)


@pytest.fixture
def site() -> Summary:
    """Two summaries of June that share an article, and one elsewhere."""
    june = make_digest(month=JUNE)
    shared = make_article(title="Shared by two", doi="10.1234/shared")
    topics = [make_topic(name="Empathy", name_fr="Empathie")]
    make_summary(title="Second", slug="second", digest=june, position=2, articles=[shared], topics=topics)
    make_summary(title="Elsewhere", slug="elsewhere", articles=[make_article(title="Alone")])
    return make_summary(
        title="First",
        slug="first",
        digest=june,
        position=1,
        articles=[shared, make_article(title="Only in the first", doi="10.1234/first")],
        topics=topics,
        types=[make_type(name="Survey")],
        authors=[make_person(name="Noor Haddad", orcid="0000-0002-1825-0097")],
        studies_count=3,
    )


def get(client: Client, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, path
    return response


def titles(client: Client, path: str) -> list[str]:
    reader = READERS[path.split("?")[0].rsplit(".", 1)[1]]
    found = reader(get(client, path).content.decode())
    assert not found.losses
    return [reference.title for reference in found.references]


FILES = {
    "/summaries/first/citation": ["Shared by two", "Only in the first"],
    "/digests/2021/06/citations": ["Shared by two", "Only in the first"],
    "/topics/empathy/citations": ["Shared by two", "Only in the first"],
    "/types/survey/citations": ["Shared by two", "Only in the first"],
    "/summaries/citations": ["Shared by two", "Only in the first", "Alone"],
}


@pytest.mark.usefixtures("site")
def test_each_article_stands_once_in_a_file_reference_managers_read(client: Client) -> None:
    for (path, expected), form in product(FILES.items(), READERS):
        response = get(client, f"{path}.{form}")
        assert response["Content-Type"] == f"{MEDIA_TYPES[form]}; charset=utf-8"
        assert f'.{form}"' in response["Content-Disposition"]
        assert titles(client, f"{path}.{form}") == expected, (path, form)


NARROWED = {
    "type=survey": ["Shared by two", "Only in the first"],
    "topic=empathy&type=meta-analysis": ["Shared by two"],
    "year=2021&page=7": ["Shared by two", "Only in the first"],
    "topic=astrology": [],
}


@pytest.mark.usefixtures("site")
def test_choices_narrow_the_file_as_they_narrow_the_page(client: Client) -> None:
    assert {query: titles(client, f"/summaries/citations.json?{query}") for query in NARROWED} == NARROWED


@pytest.mark.usefixtures("site")
def test_file_names_say_what_is_in_them(client: Client) -> None:
    names = {
        "/summaries/first/citation.ris": "first.ris",
        "/digests/2021/06/citations.bib": "digest-2021-06.bib",
        "/topics/empathy/citations.ris": "topic-empathy.ris",
        "/types/survey/citations.json": "type-survey.json",
        "/summaries/citations.ris": "summaries.ris",
        "/summaries/first.md": "first.md",
    }
    for path, name in names.items():
        assert get(client, path)["Content-Disposition"] == f'inline; filename="{name}"'


def test_a_summary_as_json_says_all_that_is_known(client: Client, site: Summary) -> None:
    SiteSettings.objects.create(name="The Digest", publisher="A Network", licence="by/4.0")
    site.corrections = [Correction(date=datetime.date(2026, 1, 2), text="It said 12; it is 21.")]
    site.save_revision().publish()
    response = get(client, "/summaries/first.json")
    assert response["Content-Type"] == "application/json"
    entry = response.json()
    assert entry["url"] == "http://localhost:8000/summaries/first/"
    assert (entry["title"], entry["gist"], entry["language"]) == (site.title, site.gist, "en")
    assert entry["body"] == {
        "html": "<p>They looked, and they found.</p>",
        "text": "They looked, and they found.",
    }
    assert entry["implications"]["text"] == "Do more of what helps."
    assert (entry["month"], entry["studies"], entry["participants"]) == ("2021-06", 3, None)
    assert entry["authors"] == [{"name": "Noor Haddad", "orcid": "https://orcid.org/0000-0002-1825-0097"}]
    assert entry["topics"][0]["name"] == {"en": "Empathy", "fr": "Empathie"}
    assert [Reference.from_csl(item).title for item in entry["articles"]] == [
        "Shared by two",
        "Only in the first",
    ]
    assert entry["corrections"] == [{"date": "2026-01-02", "text": "It said 12; it is 21."}]
    assert entry["licence"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    for address in entry["forms"].values():
        get(client, address.removeprefix("http://localhost:8000"))


@pytest.mark.parametrize(
    "path",
    ["/summaries/{}.json", "/summaries/{}.md", "/summaries/{}/citation.ris", "/summaries/{}/citation.txt"],
)
def test_forms_follow_their_summary(client: Client, path: str, site: Summary) -> None:
    site.slug = "renamed"
    site.save_revision().publish()
    moved = client.get(path.format("first") + "?style=ama")
    assert moved.status_code == 308
    assert moved["Location"].split("?")[0] == path.format("renamed")
    publishing.unpublish(record=Summary.objects.get(pk=site.pk), by=None)
    assert client.get(path.format("renamed")).status_code == 404
    assert client.get(path.format("first")).status_code == 404
    assert client.get(path.format("never-there")).status_code == 404


@pytest.mark.usefixtures("site")
def test_a_renamed_topic_takes_its_exports_along(client: Client) -> None:
    topic = make_topic(name="Empathy")
    topic.slug = "feeling-with"
    topic.save()
    for old, new in {
        "/topics/empathy/citations.ris": "/topics/feeling-with/citations.ris",
        "/summaries/citations.ris?topic=empathy": "/summaries/citations.ris?topic=feeling-with",
    }.items():
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (308, new)


def test_what_is_not_public_is_exported_nowhere(client: Client) -> None:
    hidden = make_article(title="Hidden")
    draft = make_digest(month=JUNE, publish=False)
    make_summary(title="Draft", slug="draft", articles=[hidden], publish=False)
    make_summary(title="Alone", slug="alone", digest=draft, articles=[make_article(title="Shown")])
    assert client.get("/summaries/draft.md").status_code == 404
    assert client.get("/digests/2021/06/citations.ris").status_code == 404
    assert titles(client, "/summaries/citations.ris") == ["Shown"]
    assert "month" not in get(client, "/summaries/alone.md").content.decode()
    assert get(client, "/summaries/alone.json").json()["month"] is None


@pytest.mark.usefixtures("site")
def test_citations_as_text_come_in_the_style_asked_for(client: Client) -> None:
    article = Article.objects.get(doi="10.1234/shared")
    FormattedCitation.objects.create(
        article=article, style="ama", language="en", html="<i>A</i>", text="As AMA prints it.", made_from="x"
    )
    response = get(client, "/summaries/second/citation.txt?style=ama")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == "As AMA prints it.\n"
    plain = get(client, "/summaries/second/citation.txt").content.decode()
    assert plain.startswith("Okafor, A., & Lindqvist, P. (2020). Shared by two.")
    assert plain.endswith("https://doi.org/10.1234/shared\n")


@pytest.mark.usefixtures("site")
def test_a_style_we_do_not_know_is_answered_with_those_we_do(client: Client) -> None:
    response = client.get("/summaries/first/citation.txt?style=<b>")
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/plain")
    assert "apa, vancouver, ama, chicago" in response.content.decode()


def test_a_summary_without_an_article_has_empty_exports(client: Client) -> None:
    make_summary(title="Bare", slug="bare", articles=[], printed_citation="As printed.", legacy=True)
    for form in READERS:
        assert titles(client, f"/summaries/bare/citation.{form}") == []
    assert set(get(client, "/summaries/bare.json").json()["forms"]) == {"markdown"}


def test_an_article_that_cannot_be_read_as_a_reference_is_exported_by_its_columns(client: Client) -> None:
    odd = make_article(title="Odd", issued=[2020, 13])
    make_summary(title="About it", slug="about-it", articles=[odd])
    for form in READERS:
        assert titles(client, f"/summaries/about-it/citation.{form}") == ["Odd"]
    for path in ("/summaries/about-it.json", "/summaries/about-it.md", "/summaries/about-it/"):
        assert "Odd" in get(client, path).content.decode()


@pytest.mark.parametrize("title", ["Citations", "Feed"])
def test_no_summary_takes_the_address_of_a_list(client: Client, title: str) -> None:
    one = make_summary(title=title)
    assert one.slug == f"{title.lower()}-2"
    assert get(client, f"/summaries/{one.slug}.json").json()["title"] == title


@pytest.mark.parametrize(
    "path",
    [
        "/summaries/first.json",
        "/summaries/first.md",
        "/summaries/first/citation.txt",
        "/summaries/citations.ris?topic=empathy",
    ],
)
def test_whoever_has_the_present_file_is_told_so(client: Client, path: str, site: Summary) -> None:
    tag = get(client, path)["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert client.head(path)["ETag"] == tag
    site.save_revision().publish()
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_what_is_gone_is_gone_even_to_who_asks_for_any_other_state(client: Client) -> None:
    assert client.get("/summaries/nothing.json", headers={"If-None-Match": "*"}).status_code == 404
