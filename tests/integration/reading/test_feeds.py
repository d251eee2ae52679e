"""Feeds, as a feed reader meets them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from lxml import etree

from apercu.content import publishing
from apercu.content.models import Digest, SiteSettings, Summary, Topic
from apercu.reading.feeds import items
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).parents[2] / "samples" / "schemas"
JUNE = datetime.date(2021, 6, 1)
ATOM = [
    "/feeds/summaries.atom",
    "/feeds/digests.atom",
    "/topics/empathy/feed.atom",
    "/types/survey/feed.atom",
    "/summaries/feed.atom?topic=empathy&year=2021",
    "/changes.atom",
]
JSON = [path.replace(".atom", ".json") for path in ATOM if path != "/changes.atom"]


@pytest.fixture
def site() -> Summary:
    SiteSettings.objects.create(name="The Digest", publisher="A Network", licence="by/4.0")
    june = make_digest(month=JUNE, teaser="<p>This month: endings.</p>")
    empathy = make_topic(name="Empathy", name_fr="Empathie", description_en="Feeling with.")
    survey = make_type(name="Survey")
    make_summary(title="En français", language="fr", slug="en-francais", digest=june, topics=[empathy])
    return make_summary(
        title="Does <em> & empathy grow?",
        slug="does-empathy-grow",
        gist="Yes, & slowly.",
        body='<p>They <em>asked</em> <a href="/topics/empathy/">people</a>.</p>',
        implications="<p>Wait\x08 a little.</p>",
        digest=june,
        topics=[empathy],
        types=[survey],
        authors=[make_person(name="Noor Haddad", orcid="0000-0002-1825-0097")],
        articles=[make_article(title="Growth", doi="10.1234/growth")],
    )


def get(client: Client, path: str) -> bytes:
    response = client.get(path)
    assert response.status_code == 200, path
    content: bytes = response.content
    return content


def entries(client: Client, path: str = "/feeds/summaries.atom") -> list[Any]:
    feed = feedparser.parse(get(client, path))
    assert not feed.bozo, feed.get("bozo_exception")
    return list(feed.entries)


def entry(client: Client, title: str, path: str = "/feeds/summaries.atom") -> Any:
    return next(one for one in entries(client, path) if title in one.title)


@pytest.mark.usefixtures("site")
def test_every_atom_feed_is_valid_and_says_where_it_stands(client: Client, subtests: pytest.Subtests) -> None:
    for path in ATOM:
        for language in ["", "/fr"]:
            with subtests.test(language=language, path=path):
                content = get(client, f"{language}{path}")
                schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
                document = etree.fromstring(content)
                assert schema.validate(document), schema.error_log
                feed = feedparser.parse(content)
                assert not feed.bozo
                assert [link.href for link in feed.feed.links if link.rel == "self"] == [
                    f"http://localhost:8000{language}{path}"
                ]
                assert feed.feed.language == ("fr" if language else "en")
                assert feed.entries
                assert feed.feed.updated == max(one.updated for one in feed.entries)
                ids = [one.id for one in feed.entries]
                assert len(set(ids)) == len(ids)
                home = next(link.href for link in feed.feed.links if link.rel == "alternate")
                assert client.get(home.removeprefix("http://localhost:8000")).status_code == 200


def test_the_schema_refuses_what_is_no_atom() -> None:
    schema = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    bad = '<feed xmlns="http://www.w3.org/2005/Atom"><id>x:y</id><title>T</title><updated>today</updated></feed>'
    assert not schema.validate(etree.fromstring(bad))


@pytest.mark.usefixtures("site")
def test_every_json_feed_is_valid_and_holds_what_the_atom_feed_holds(
    client: Client, subtests: pytest.Subtests
) -> None:
    for path in JSON:
        for language in ["", "/fr"]:
            with subtests.test(language=language, path=path):
                feed = json.loads(get(client, f"{language}{path}"))
                Draft202012Validator(json.loads((SCHEMAS / "json_feed.json").read_text("utf-8"))).validate(
                    feed
                )
                assert feed["feed_url"] == f"http://localhost:8000{language}{path}"
                atom = entries(client, f"{language}{path.replace('.json', '.atom')}")
                assert [item["id"] for item in feed["items"]] == [one.id for one in atom]
                assert [item["title"] for item in feed["items"]] == [one.title for one in atom]


@pytest.mark.usefixtures("site")
def test_an_entry_is_the_whole_summary(client: Client) -> None:
    one = entry(client, "empathy grow")
    (content,) = one.content
    assert content.type == "text/html"
    for part in ("Yes, &amp; slowly.", "<em>asked</em>", "Practice implications", "Wait a little."):
        assert part in content.value
    assert 'href="http://localhost:8000/topics/empathy/"' in content.value
    assert 'href="https://doi.org/10.1234/growth"' in content.value
    assert one.link == "http://localhost:8000/summaries/does-empathy-grow/"
    assert [link.href for link in one.links if link.rel == "related"] == ["https://doi.org/10.1234/growth"]
    assert one.author_detail.name == "Noor Haddad"
    assert one.author_detail.href == "https://orcid.org/0000-0002-1825-0097"
    assert {(tag.term, tag.scheme, tag.label) for tag in one.tags} == {
        ("empathy", "http://localhost:8000/topics/", "Empathy"),
        ("survey", "http://localhost:8000/types/", "Survey"),
    }


@pytest.mark.usefixtures("site")
def test_a_digest_is_one_entry_with_all_its_summaries(client: Client) -> None:
    (one,) = entries(client, "/feeds/digests.atom")
    assert one.title == "June 2021"
    assert one.link == "http://localhost:8000/digests/2021/06/"
    value = one.content[0].value
    for part in ("This month: endings.", "En français", "Wait a little.", "/summaries/does-empathy-grow/"):
        assert part in value


@pytest.mark.usefixtures("site")
def test_the_french_feed_speaks_french_around_texts_in_their_own_language(client: Client) -> None:
    one = entry(client, "empathy grow", "/fr/feeds/summaries.atom")
    assert one.link == "http://localhost:8000/fr/summaries/does-empathy-grow/"
    assert one.content[0].language == "en"
    assert '<h2 lang="fr">' in one.content[0].value
    assert [tag.label for tag in one.tags if tag.term == "empathy"] == ["Empathie"]
    assert one.id == entry(client, "empathy grow").id


def test_a_name_outlives_a_new_slug_and_a_new_publication(client: Client, site: Summary) -> None:
    before = entry(client, "empathy grow")
    site.slug = "empathy-grows"
    site.save_revision().publish()
    after = entry(client, "empathy grow")
    assert after.id == before.id
    assert after.published == before.published
    assert after.link == "http://localhost:8000/summaries/empathy-grows/"
    publishing.unpublish(record=Summary.objects.get(pk=site.pk), by=None)
    assert not [one for one in entries(client) if "empathy grow" in one.title]
    publishing.publish(record=Summary.objects.get(pk=site.pk), by=None)
    assert entry(client, "empathy grow").id == before.id


def test_a_topics_feed_keeps_its_name_when_the_topic_is_renamed(client: Client, site: Summary) -> None:
    before = feedparser.parse(get(client, "/topics/empathy/feed.atom")).feed.id
    topic = Topic.objects.get(slug="empathy")
    topic.slug = "feeling-with"
    topic.save()
    moved = client.get("/topics/empathy/feed.atom")
    assert (moved.status_code, moved["Location"]) == (308, "/topics/feeling-with/feed.atom")
    assert feedparser.parse(get(client, "/topics/feeling-with/feed.atom")).feed.id == before


def test_updated_is_the_last_publication_and_a_digest_changes_with_its_summaries(
    client: Client, site: Summary
) -> None:
    last = datetime.datetime(2031, 5, 6, 7, 8, 9, tzinfo=datetime.UTC)
    Summary.objects.filter(pk=site.pk).update(last_published_at=last)
    assert entry(client, "empathy grow").updated == "2031-05-06T07:08:09Z"
    (digest,) = entries(client, "/feeds/digests.atom")
    assert digest.updated == "2031-05-06T07:08:09Z"
    feed = feedparser.parse(get(client, "/feeds/digests.atom")).feed
    assert feed.updated == "2031-05-06T07:08:09Z"


def test_the_newest_thirty_stand_first_by_day_of_publication(client: Client) -> None:
    start = datetime.datetime(2021, 1, 1, tzinfo=datetime.UTC)
    for number in range(32):
        one = make_summary(title=f"Number {number:02}")
        at = start + datetime.timedelta(days=number)
        Summary.objects.filter(pk=one.pk).update(first_published_at=at, last_published_at=at)
    titles = [one.title for one in entries(client)]
    assert titles == [f"Number {number:02}" for number in range(31, 1, -1)]


def test_an_old_month_brought_in_now_keeps_its_date_and_this_month_its_day(client: Client) -> None:
    first = datetime.datetime(2021, 7, 2, 9, tzinfo=datetime.UTC)
    for month, title in ((JUNE, "In time"), (datetime.date(2015, 3, 1), "From the old blog")):
        one = make_summary(title=title, digest=make_digest(month=month))
        Summary.objects.filter(pk=one.pk).update(first_published_at=first)
    assert entry(client, "In time").published == "2021-07-02T09:00:00Z"
    assert entry(client, "From the old blog").published == "2015-03-01T00:00:00Z"


def test_drafts_and_withdrawn_summaries_are_in_no_feed(client: Client, site: Summary) -> None:
    make_summary(title="Nobody knows", topics=list(site.topics.all()), publish=False)
    gone = make_summary(title="Taken back", topics=list(site.topics.all()))
    publishing.unpublish(record=gone, by=None)
    for path in [*ATOM[:-1], *JSON]:
        text = get(client, path).decode()
        assert "Nobody knows" not in text
        assert "Taken back" not in text


@pytest.mark.parametrize(
    "path", ["/feeds/summaries.atom", "/feeds/digests.json", "/changes.atom", "/fr/changes.atom"]
)
def test_an_empty_site_has_feeds_too(client: Client, path: str) -> None:
    get(client, path)


def test_a_script_in_a_title_is_only_text(client: Client) -> None:
    make_summary(title="<script>alert(1)</script>", gist="<script>alert(2)</script>", digest=make_digest())
    for path in ("/feeds/summaries.atom", "/feeds/digests.atom", "/changes.atom"):
        document = etree.fromstring(get(client, path))
        assert not document.findall(".//{*}script")
        for content in document.iterfind(".//{*}content"):
            assert "<script" not in (content.text or "")
    for item in json.loads(get(client, "/feeds/digests.json"))["items"]:
        assert "<script" not in item["content_html"]


def test_no_choice_is_the_feed_of_all_summaries(client: Client) -> None:
    response = client.get("/fr/summaries/feed.atom?page=2")
    assert (response.status_code, response["Location"]) == (308, "/fr/feeds/summaries.atom")


@pytest.mark.usefixtures("site")
def test_choices_narrow_a_feed_and_name_it(client: Client) -> None:
    make_summary(title="Something else", topics=[make_topic(name="Endings")])
    feed = feedparser.parse(get(client, "/summaries/feed.atom?type=survey&topic=empathy"))
    assert [one.title for one in feed.entries] == ["Does <em> & empathy grow?"]
    assert feed.feed.title == "The Digest: Empathy, Survey"


def test_a_feed_costs_the_same_queries_however_long_it_is(
    client: Client, site: Summary, django_assert_max_num_queries: Any
) -> None:
    june, costs = Digest.objects.get(), {}
    for path in ATOM:
        make_topic().save()  # a new edition, of which no page is kept
        with django_assert_max_num_queries(24, info=path) as costs[path]:
            get(client, path)
    for _number in range(4):
        make_summary(topics=list(site.topics.all()), types=list(site.types.all()), digest=june)
    for path in ATOM:
        make_topic().save()
        with django_assert_max_num_queries(len(costs[path]), info=path):
            get(client, path)


def test_whoever_has_the_present_feed_is_told_so(
    client: Client, site: Summary, django_assert_num_queries: Any
) -> None:
    tags = {path: client.get(path)["ETag"] for path in [*ATOM, *JSON]}
    for path, tag in tags.items():
        with django_assert_num_queries(2, info=path):
            assert client.get(path, headers={"If-None-Match": f'"other", W/{tag}'}).status_code == 304
    site.save_revision().publish()
    for path, tag in tags.items():
        response = client.get(path, headers={"If-None-Match": tag})
        assert response.status_code == 200, path
        assert response["ETag"] != tag, path


def test_a_feed_of_months_ends_before_it_gets_too_long_but_never_within_a_month(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month, titles in ((4, ["April"]), (5, ["May"]), (6, ["One of June", "Two of June", "Three of June"])):
        digest = make_digest(month=datetime.date(2021, month, 1))
        for title in titles:
            make_summary(title=title, digest=digest)

    def titles_with_at_most(most: int) -> list[str]:
        monkeypatch.setattr(items, "MOST_WHOLE", most)
        return [entry.title for entry in entries(client, "/feeds/digests.atom")]

    assert titles_with_at_most(5) == ["June 2021", "May 2021", "April 2021"]
    assert titles_with_at_most(4) == ["June 2021", "May 2021"]
    assert titles_with_at_most(2) == ["June 2021"]
