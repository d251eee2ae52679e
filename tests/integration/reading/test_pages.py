"""What stands on each page."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client

from apercu.content.models import SiteSettings, Summary
from tests.builders import (
    make_article,
    make_digest,
    make_page,
    make_person,
    make_summary,
    make_topic,
    make_type,
)

pytestmark = pytest.mark.django_db

JUNE = datetime.date(2021, 6, 1)
MAY = datetime.date(2021, 5, 1)


def read(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return str(response.content.decode())


def test_an_empty_site_says_what_it_is_and_what_to_do(client: Client) -> None:
    page = read(client, "/")
    assert "Nothing is published yet" in page
    assert 'href="/desk/"' in page
    assert not SiteSettings.objects.exists()


@pytest.mark.parametrize("path", ["/digests/", "/summaries/", "/topics/", "/types/"])
def test_lists_of_an_empty_site_are_pages_too(client: Client, path: str) -> None:
    read(client, path)


def test_the_home_page_opens_with_the_latest_month(client: Client) -> None:
    SiteSettings.objects.create(name="The Digest", tagline="In short", introduction="We read for you.")
    june = make_digest(month=JUNE, teaser="<p>This month: endings.</p>")
    may = make_digest(month=MAY, teaser="<p>This month: beginnings.</p>")
    make_summary(
        title="How to say goodbye", digest=june, gist="Plan it.", studies_count=1, participants_count=1240
    )
    make_summary(title="How to say hello", digest=may)
    page = read(client, "/")
    assert "We read for you." in page
    assert "This month: endings." in page
    assert "beginnings" not in page
    assert page.index("How to say goodbye") < page.index("How to say hello")
    assert "1 study" in page
    assert "1,240 people" in page
    assert "The summaries on this site are only available in English." in page


def test_the_home_page_shows_the_newest_summaries_while_no_month_is_public(client: Client) -> None:
    make_summary(title="Alone so far")
    page = read(client, "/")
    assert "Newest summaries" in page
    assert "Alone so far" in page


def test_topics_with_nothing_on_them_are_no_way_in(client: Client) -> None:
    make_topic(name="Nobody wrote on this")
    make_summary(topics=[make_topic(name="Empathy")])
    page = read(client, "/")
    assert "Empathy" in page
    assert "Nobody wrote on this" not in page


def test_a_month_prints_its_summaries_whole_and_in_order(client: Client) -> None:
    june = make_digest(month=JUNE, announcements="<p>We look for therapists.</p>")
    make_digest(month=MAY)
    make_summary(title="Second", digest=june, position=2, body="<p>Body two.</p>")
    make_summary(title="First", digest=june, position=1, implications="<p>Do the first thing.</p>")
    page = read(client, "/digests/2021/06/")
    assert page.index('href="#first"') < page.index('href="#second"') < page.index('id="first"')
    assert page.index('id="first"') < page.index('id="second"')
    for part in ["Body two.", "Do the first thing.", "Practice implications", "We look for therapists."]:
        assert part in page
    assert 'rel="prev" href="/digests/2021/05/"' in page
    assert 'rel="next"' not in page


def test_a_summary_stands_in_the_order_people_read_it(client: Client) -> None:
    make_summary(
        title="Does it help?",
        digest=make_digest(month=JUNE),
        gist="Somewhat.",
        body="<p>They tried it.</p>",
        implications="<p>Offer it.</p>",
        topics=[make_topic(name="Empathy")],
        types=[make_type(name="Survey")],
        articles=[make_article(title="A paper on it", doi="10.1234/paper", year=2019)],
        authors=[make_person(name="Noor Haddad")],
        studies_count=12,
    )
    page = read(client, "/summaries/does-it-help/")
    parts = [
        "<h1",
        "Somewhat.</p>",
        'href="#implications"',
        "Survey",
        "12</dd>",
        "2019</dd>",
        "/topics/empathy/",
        "They tried it.",
        'id="implications"',
        "Offer it.",
        "A paper on it",
        "https://doi.org/10.1234/paper",
        "Cite or export",
        "Summary by Noor Haddad",
        "In the digest of",
        "/summaries/does-it-help/report/",
    ]
    places = [page.index(part, page.index("<main")) for part in parts]
    assert places == sorted(places)


def test_without_meaning_related_is_what_shares_most_topics(client: Client, settings: Any) -> None:
    settings.SEARCH_MEANING = False
    topics = [make_topic(name=name) for name in ("Empathy", "Training", "Alliance")]
    make_summary(title="Here", topics=topics)
    make_summary(title="One in common", topics=topics[:1])
    make_summary(title="Two in common", topics=topics[:2])
    make_summary(title="Nothing in common", topics=[make_topic(name="Placebo")])
    make_summary(title="Still a draft", topics=topics, publish=False)
    related = read(client, "/summaries/here/").split("Related summaries")[1]
    assert related.index("Two in common") < related.index("One in common")
    assert "Nothing in common" not in related
    assert "Still a draft" not in related


def test_a_citation_as_printed_stands_in_for_an_article(client: Client) -> None:
    make_summary(title="Old one", articles=[], printed_citation="Doe, J. (1999). Old.", legacy=True)
    make_summary(title="Older one", articles=[], legacy=True)
    assert "Doe, J. (1999). Old." in read(client, "/summaries/old-one/")
    assert "No citation was given for this summary." in read(client, "/summaries/older-one/")


def test_an_article_that_cannot_be_read_as_a_reference_keeps_its_title(client: Client) -> None:
    article = make_article(title="A paper with a broken date", issued=[2020, 13])
    make_summary(title="With a broken date", articles=[article])
    assert "A paper with a broken date" in read(client, "/summaries/with-a-broken-date/")


def test_a_summary_in_another_language_says_so(client: Client) -> None:
    make_summary(title="Un résumé", slug="un-resume", language="fr", gist="En une phrase.")
    make_summary(title="One in English")
    page = read(client, "/summaries/un-resume/")
    assert "This content is only available in French." in page
    assert 'lang="fr"' in page
    assert page.count("only available in") == 1, "said of this summary, not of the whole site"


def test_what_an_editor_writes_is_escaped_or_cleaned(client: Client) -> None:
    make_summary(
        title="<script>alert(1)</script>",
        slug="odd",
        gist="<img src=x onerror=alert(1)>",
        body='<p onclick="alert(1)">Text<script>alert(1)</script></p>'
        '<p><a href="javascript:alert(1)">no</a></p>',
        articles=[make_article(title="<b>Bold</b>", authors=[{"literal": "<i>Group</i>"}])],
        authors=[make_person(name="<u>Somebody</u>")],
    )
    for path in ["/summaries/odd/", "/summaries/"]:
        page = read(client, path)
        for bad in ["<script>alert", "<img", "onclick", "javascript:", "<b>Bold", "<i>Group", "<u>Somebody"]:
            assert bad not in page


def test_links_between_our_own_pages_survive_cleaning(client: Client) -> None:
    about = make_page()
    make_summary(
        title="Linking",
        body='<p>See <a href="/summaries/other/">the other</a>, <a href="//elsewhere.example/">that</a> '
        f'and <a linktype="page" id="{about.pk}">about</a>.</p>',
    )
    page = read(client, "/summaries/linking/")
    assert '<a href="/summaries/other/">the other</a>' in page
    assert '<a href="/about/">about</a>' in page
    assert "elsewhere.example" not in page


def test_the_archive_lists_years_and_a_year_its_months(client: Client) -> None:
    make_summary(title="In June", digest=make_digest(month=JUNE))
    make_digest(month=datetime.date(2019, 1, 1))
    archive = read(client, "/digests/")
    assert archive.index("/digests/2021/06/") < archive.index("/digests/2019/01/")
    year = read(client, "/digests/2021/")
    assert "In June" in year
    assert 'href="/digests/2019/"' in year


def test_a_topic_and_a_type_have_pages_with_what_is_on_them(client: Client) -> None:
    survey = make_type(name="Survey", description_en="It tells what people report.")
    make_summary(title="On empathy", topics=[make_topic(name="Empathy")], types=[survey])
    assert "On empathy" in read(client, "/topics/empathy/")
    page = read(client, "/types/survey/")
    assert "On empathy" in page
    assert "It tells what people report." in page
    assert "It tells what people report." in read(client, "/types/")


def test_a_missing_page_says_where_to_look(client: Client) -> None:
    page = read(client, "/nowhere/at/all/", status=404)
    assert "There is no page at this address" in page
    assert 'href="/summaries/"' in page
    assert 'name="robots" content="noindex"' in page


def test_a_broken_page_asks_nothing_of_the_database(rf: Any, django_assert_num_queries: Any) -> None:
    from apercu.reading.views.errors import broken

    with django_assert_num_queries(0):
        response = broken(rf.get("/"))
    assert response.status_code == 500
    assert b"Something went wrong on our side" in response.content


def test_a_free_form_page_stands_in_the_same_frame(client: Client) -> None:
    make_page(title="About us", body="<p>Who we are.<script>x</script></p>", show_in_menus=True)
    page = read(client, "/about/")
    assert "<h1" in page
    assert "Who we are." in page
    assert "<script" not in page
    assert 'rel="canonical" href="http://localhost:8000/about/"' in page
    assert '<a href="/about/">About us</a>' in read(client, "/")


def test_facts_that_are_not_known_leave_no_gap(client: Client) -> None:
    make_summary(
        title="Bare", legacy=True, articles=[], authors=[], types=[], topics=[], implications="", gist=""
    )
    page = read(client, "/summaries/bare/")
    assert "Practice implications" not in page
    assert "Summary by" not in page
    assert "Related summaries" not in page


def test_dates_are_told_where_they_say_something(client: Client) -> None:
    make_summary(title="New today")
    make_summary(title="Brought in", digest=make_digest(month=JUNE))
    assert "Published <time" in read(client, "/summaries/new-today/")
    assert "Published <time" not in read(client, "/summaries/brought-in/")


def test_a_change_on_a_later_day_is_dated(client: Client) -> None:
    record = make_summary(title="Mended", digest=make_digest(month=JUNE))
    assert "Updated <time" not in read(client, "/summaries/mended/")
    Summary.objects.filter(pk=record.pk).update(
        first_published_at=datetime.datetime(2021, 6, 2, tzinfo=datetime.UTC),
        last_published_at=datetime.datetime(2021, 7, 9, tzinfo=datetime.UTC),
    )
    page = read(client, "/summaries/mended/")
    assert 'Published <time datetime="2021-06-02">' in page
    assert 'Updated <time datetime="2021-07-09">' in page


def test_an_entry_without_any_evidence_shows_no_empty_strip(client: Client) -> None:
    digest = make_digest()
    make_summary(title="Bare", digest=digest, legacy=True, types=[], articles=[], topics=[])
    for path in ("/", "/digests/2021/06/", "/summaries/bare/", "/summaries/"):
        page = client.get(path).content.decode()
        assert 'class="evidence"' not in page
        assert 'class="facts"' not in page
