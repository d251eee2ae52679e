"""The search page: what it shows, why, and how it says what was typed; the same as feed, files and API."""

from __future__ import annotations

import datetime
import html
import json
import re
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.test import Client
from django.utils.html import strip_tags

from apercu.content.models import Summary
from apercu.search.live import live
from tests.builders import LayDown, make_article, make_digest, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db


def page(client: Client, query: str, *, path: str = "/summaries/") -> str:
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200, query
    return str(response.content.decode())


def words(text: str) -> str:
    return " ".join(html.unescape(strip_tags(text)).split())


def titles(text: str) -> list[str]:
    listed = text.split('id="close"')[0]
    return [words(one) for one in re.findall(r'class="line-title"[^>]*>(.*?)</h2>', listed)]


@pytest.fixture(scope="module", autouse=True)
def archive(laid_down: LayDown) -> None:
    laid_down(make_archive)


def make_archive() -> None:
    empathy, dropout = (
        make_topic(name="Empathy", name_fr="Empathie", aliases=["being understood"]),
        make_topic(name="Drop-Out", aliases=["attrition"]),
    )
    survey, trial = make_type(name="Survey"), make_type(name="Trial")
    june, may = make_digest(month=datetime.date(2021, 6, 1)), make_digest(month=datetime.date(2020, 5, 1))
    make_summary(
        title="Does empathy grow with training?",
        gist="Trainees gained <b>little</b> empathy & less patience.",
        body="<p>Sixty trainees were followed. Empathy did not rise with the years of training they had.</p>",
        implications="<p>Practise empathy with recordings; ask clients how well you understood them.</p>",
        topics=[empathy],
        types=[survey],
        digest=june,
        articles=[
            make_article(
                authors=[{"given": "Ana", "family": "Obi"}], title="Growth and its limits", doi="10.1234/grow"
            )
        ],
    )
    make_summary(
        title="One in five leaves early",
        gist="Attrition is common.",
        topics=[dropout],
        types=[trial],
        digest=may,
    )
    make_summary(
        title="Empathy and leaving", gist="Both at once.", topics=[empathy, dropout], types=[trial], digest=may
    )  # fmt: skip


def test_what_was_asked_is_marked_and_nothing_is_taken_for_markup(client: Client) -> None:
    shown = page(client, "q=empathy")
    assert "gained &lt;b&gt;little&lt;/b&gt; <mark>empathy</mark> &amp; less patience" in shown
    assert 'class="line-passage"' in shown
    assert "Practise <mark>empathy</mark> with recordings" in shown
    assert "<b>" not in shown


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><b>"]
)
def test_what_is_typed_is_never_markup(client: Client, typed: str) -> None:
    shown = page(client, f"q={quote_plus(typed)}")
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "</title><b>" not in shown


def test_each_result_has_its_month_type_and_first_topic(client: Client) -> None:
    (first, *_rest) = re.findall(
        r'<article class="line">.*?</article>', page(client, "q=recordings"), re.DOTALL
    )
    assert words(first).startswith("June 2021 Does empathy grow with training?")
    assert "Survey" in first
    assert "Empathy" in words(first.split('class="facts"')[1])


def test_words_and_choices_narrow_together_and_counts_are_honest(client: Client) -> None:
    shown = page(client, "q=empathy&topic=drop-out")
    assert titles(shown) == ["Empathy and leaving"]
    assert re.search(r'value="survey" disabled', shown)
    assert re.search(r'value="empathy".*?<span class="count">1<', shown, re.DOTALL)
    assert 'href="/summaries/?q=empathy"' in shown  # the choice taken away alone, and all of them


def test_the_page_says_how_the_search_was_understood(client: Client) -> None:
    shown = words(page(client, 'q=empathy+training+"ask+clients"+-leaving+author:obi+year:2019..2021'))
    for said in (
        "All of the words empathy, training",
        "Exactly “ask clients”",
        "Without leaving",
        "Author of the article obi",
        "Year 2019 to 2021",
    ):
        assert said in shown
    assert "1 summary" in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("foo:bar", "“foo:” names no field here, so it was read as words."),
        ("year:soon", "“year:soon” is no year, so it was read as words."),
        ('"empathy', "A quotation mark has no partner"),
        ("(empathy", "A bracket has no partner"),
        ("empathy OR", "“OR” has nothing on one side"),
        ("author:", "Nothing stands behind “author:”"),
        ("topic:astrology", "No topic is called “astrology”; its words were looked for."),
        ("type:astrology", "No research type is called “astrology”"),
        ("empathy " * 200, "only its beginning was read"),
        ("empathy xylophone", "Nothing has more of these words together."),
    ],
)
def test_what_was_taken_otherwise_than_typed_is_said(client: Client, typed: str, said: str) -> None:
    assert said in words(page(client, f"q={quote_plus(typed)}"))


def test_a_misspelt_word_is_corrected_and_said_with_a_way_to_search_for_it(client: Client) -> None:
    shown = page(client, "q=empatty&topic=empathy")
    assert "“empatty” stands in no summary; shown is what has “empathy”." in words(shown)
    assert 'href="/summaries/?q=empathy&amp;topic=empathy"' in shown
    assert len(titles(shown)) == 2


def test_nothing_found_offers_the_nearest_topics(client: Client) -> None:
    shown = page(client, "q=understood+zebras+%22no+such+phrase%22")
    assert "0 summaries" in shown
    near = shown.split("Topics that may help")[1].split("</section>")[0]
    assert 'href="/topics/empathy/"' in near
    assert 'href="/topics/"' in near


def test_what_is_close_in_meaning_stands_apart_and_is_not_counted(client: Client) -> None:
    make_summary(
        title="Rain on the roof", gist="Weather and sleep.", body="<p>Rain falls at night.</p>", topics=[]
    , legacy=True)  # fmt: skip
    shown = page(client, "q=drizzle+storm+weather+clouds")
    assert titles(shown) == ["Rain on the roof"]
    shown = page(client, "q=drizzle+storm")
    assert "0 summaries" in shown
    assert "Rain on the roof" in words(shown.split('id="close"')[1])


def test_meaning_can_be_switched_off(client: Client, settings: Any) -> None:
    settings.SEARCH_MEANING = False
    shown = page(client, "q=drizzle+storm")
    assert "Close in meaning" not in shown
    assert titles(page(client, "q=empathy"))


def test_the_orders_are_links_and_the_one_chosen_says_so(client: Client) -> None:
    shown = page(client, "q=empathy&sort=oldest&topic=empathy")
    assert titles(shown) == ["Empathy and leaving", "Does empathy grow with training?"]
    assert '<span aria-current="true">Oldest</span>' in shown
    assert 'href="/summaries/?q=empathy&amp;topic=empathy"' in shown
    assert 'href="/summaries/?q=empathy&amp;topic=empathy&amp;sort=newest"' in shown
    assert '<input type="hidden" name="sort" value="oldest">' in shown


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("q=&topic=empathy", "topic=empathy"),
        ("sort=newest", ""),
        ("q=empathy&sort=relevance", "q=empathy"),
        ("q=empathy&sort=sideways", "q=empathy"),
        ("sort=relevance&topic=empathy", "topic=empathy"),
    ],
)
def test_another_spelling_leads_to_the_canonical_address(
    client: Client, written: str, canonical: str
) -> None:
    response = client.get(f"/summaries/?{written}")
    assert response.status_code == 308
    assert response.headers["Location"] == f"/summaries/?{canonical}".rstrip("?")


def test_the_canonical_address_has_its_words_first_and_is_not_for_crawlers(client: Client) -> None:
    shown = page(client, "year=2020&topic=empathy&q=++leaving++")
    assert (
        'rel="canonical" href="http://localhost:8000/summaries/?q=leaving&amp;topic=empathy&amp;year=2020"'
        in shown
    )
    assert '<meta name="robots" content="noindex">' in shown
    assert '<meta name="robots" content="noindex">' not in page(client, "topic=empathy")


def test_a_page_past_the_end_is_missing(client: Client) -> None:
    assert client.get("/summaries/?q=empathy&page=2").status_code == 404
    assert client.get("/summaries/?q=zzzz&page=2").status_code == 404


def test_every_search_is_a_feed(client: Client) -> None:
    shown = page(client, "q=leaving&sort=newest")
    assert 'href="/summaries/feed.atom?q=leaving"' in shown
    feed = client.get("/summaries/feed.atom?q=leaving").content.decode()
    assert "<title>Empathy and leaving</title>" in feed
    assert "Does empathy grow" not in feed
    assert "leaving</title>" in feed.split("<entry>")[0]
    moved = client.get("/summaries/feed.atom?q=")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/feeds/summaries.atom")


def test_every_search_hands_its_articles_to_a_reference_manager(client: Client) -> None:
    records = json.loads(client.get("/summaries/citations.json?q=recordings").content)
    assert [record["DOI"] for record in records] == ["10.1234/grow"]


def test_a_withdrawn_summary_leaves_the_page_with_the_next_request(client: Client) -> None:
    assert len(titles(page(client, "q=empathy"))) == 2
    Summary.objects.get(title="Empathy and leaving").unpublish()
    assert titles(page(client, "q=empathy")) == ["Does empathy grow with training?"]


def test_french_readers_search_in_their_words(client: Client) -> None:
    shown = page(client, "q=empathie", path="/fr/summaries/")
    assert len(titles(shown)) == 2
    assert "Le mot empathie" in words(shown)


def test_while_the_index_is_not_there_the_records_answer(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(live, "snapshot", lambda: None)
    shown = page(client, "q=empathy&topic=empathy")
    assert len(titles(shown)) == 2
    assert "The search is being prepared." in words(shown)
    assert "Empathy" in shown
    assert titles(page(client, "q=recordings")) == []
    assert len(titles(page(client, ""))) == 3
    assert client.get("/summaries/feed.atom?q=leaving").status_code == 200
    assert client.get("/api/v1/search?q=leaving").json()["total"] == 1
    assert client.get("/api/v1/suggest?q=leav").json()["titles"] == []
    assert client.get("/summaries/one-in-five-leaves-early/").status_code == 200


def test_a_search_that_finds_the_index_damaged_answers_from_the_records(
    client: Client, monkeypatch: Any
) -> None:
    from apercu.search.engine import Damaged, View

    def broken(*_args: Any, **_kwargs: Any) -> Any:
        raise Damaged("a page of it is gone")

    page(client, "q=empathy")
    with monkeypatch.context() as patched:
        patched.setattr(View, "best_of_all", broken)
        assert "The search is being prepared." in words(page(client, "q=empathy"))
    assert "The search is being prepared." not in words(page(client, "q=empathy"))


class TestTheApi:
    """The same for programs."""

    def get(self, client: Client, query: str) -> dict[str, Any]:
        response = client.get(f"/api/v1/search?{query}")
        assert response.status_code == 200, response.content
        return dict(response.json())

    def test_a_search_is_answered_with_what_shows_why(self, client: Client) -> None:
        found = self.get(client, "q=empathy+recordings")
        assert found["total"] == 1
        (item,) = found["items"]
        assert item["summary"]["title"] == "Does empathy grow with training?"
        assert item["passage_html"].startswith("Practise <mark>empathy</mark> with <mark>recordings</mark>")
        assert item["gist_html"] == (
            "Trainees gained &lt;b&gt;little&lt;/b&gt; <mark>empathy</mark> &amp; less patience."
        )
        assert (item["month"], item["article_html"]) == ("2021-06", "")
        assert found["counts"]["years"] == [{"year": 2021, "count": 1}]

    def test_corrections_are_told(self, client: Client) -> None:
        assert self.get(client, "q=empatty")["corrected"] == [{"typed": "empatty", "taken": "empathy"}]

    def test_choices_narrow_it(self, client: Client) -> None:
        found = self.get(client, "q=empathy&topic=drop-out&type=trial&year=2020&sort=newest")
        assert [one["summary"]["title"] for one in found["items"]] == ["Empathy and leaving"]

    def test_reading_to_the_end_gives_each_once(self, client: Client) -> None:
        for number in range(7):
            make_summary(title=f"More empathy {number}")
        address = "/api/v1/search?q=empathy&limit=2"
        seen: list[str] = []
        while address:
            answer = client.get(address).json()
            assert answer["total"] == 9
            seen.extend(one["summary"]["slug"] for one in answer["items"])
            address = answer["next"]
        assert len(seen) == len(set(seen)) == 9

    @pytest.mark.parametrize(
        "cursor", ["x", "WyJzZWFyY2giLDBd", "WyJzZWFyY2giLC0xXQ", "WyJzdW1tYXJpZXMiLDFd"]
    )
    def test_a_cursor_of_another_list_is_refused(self, client: Client, cursor: str) -> None:
        assert client.get(f"/api/v1/search?q=empathy&cursor={cursor}").status_code == 422

    def test_topics_titles_and_authors_are_suggested(self, client: Client) -> None:
        found = client.get("/api/v1/suggest?q=emp").json()
        assert [one["slug"] for one in found["topics"]] == ["empathy"]
        assert {one["title"] for one in found["titles"]} == {
            "Does empathy grow with training?",
            "Empathy and leaving",
        }
        found = client.get("/api/v1/suggest?q=ana+o").json()
        assert [one["name"] for one in found["authors"]] == ["Ana Obi"]
        path = found["authors"][0]["pages"]["en"].removeprefix("http://localhost:8000")
        assert titles(client.get(path).content.decode()) == ["Does empathy grow with training?"]

    @pytest.mark.parametrize("typed", ["", "a", "zzzz", '"', "😀😀"])
    def test_where_nothing_can_be_suggested_nothing_is(self, client: Client, typed: str) -> None:
        found = client.get(f"/api/v1/suggest?q={quote_plus(typed)}").json()
        assert found == {"topics": [], "titles": [], "authors": []}
