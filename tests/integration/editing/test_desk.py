"""The desk as an editor uses it: list, write, preview, publish; and what it says when it cannot publish."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from apercu.content.models import Article, Digest, Summary, Topic
from tests.builders import make_article, make_digest, make_person, make_summary, make_topic, make_type

pytestmark = pytest.mark.django_db

RECORDS = ["summary", "digest", "article", "topic", "researchtype", "person"]


def address(record: str, view: str, *arguments: Any) -> str:
    return reverse(f"wagtailsnippets_content_{record}:{view}", args=arguments)


def rich(text: str) -> str:
    import json

    return json.dumps({"blocks": [{"key": "abcde", "type": "unstyled", "text": text}], "entityMap": {}})


def inline(prefix: str, **rows: int) -> dict[str, Any]:
    fields = list(rows.items())
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(fields),
        f"{prefix}-INITIAL_FORMS": 0,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for number, (name, pk) in enumerate(fields):
        data |= {f"{prefix}-{number}-{name}": pk, f"{prefix}-{number}-ORDER": number + 1}
    return data


def typed(**changes: Any) -> dict[str, Any]:
    """What an editor types into an empty summary form."""
    return {
        "title": "Does a walk help?",
        "slug": "",
        "gist": "Clients who walk before a session begin to talk sooner.",
        "body": rich("What was studied and found."),
        "implications": rich("What to do with it."),
        "topics": [make_topic(name="Empathy").pk],
        "types": [make_type(name="Survey").pk],
        "language": "en",
        "position": 1,
        "printed_citation": "",
        **inline("summary_articles", article=make_article().pk),
        **inline("summary_authors", person=make_person().pk),
        **inline("corrections"),
        **changes,
    }


@pytest.mark.parametrize("record", RECORDS)
def test_every_record_can_be_listed_and_added(desk: Client, record: str) -> None:
    for view in ("list", "add"):
        assert desk.get(address(record, view)).status_code == 200


def test_the_menu_speaks_of_the_digest(desk: Client) -> None:
    page = desk.get("/desk/").content.decode()
    for record in ("summary", "digest", "article", "topic"):
        assert address(record, "list") in page


@pytest.mark.parametrize("record", RECORDS)
def test_a_visitor_sees_none_of_it(client: Client, record: str) -> None:
    response = client.get(address(record, "list"))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/desk/login/")


def test_an_account_without_rights_sees_none_of_it(client: Client) -> None:
    client.force_login(get_user_model().objects.create_user("reader", password="pw"))
    assert client.get(address("summary", "list")).status_code == 302


def test_writing_saving_and_publishing_a_summary(desk: Client) -> None:
    desk.post(address("summary", "add"), typed())
    summary = Summary.objects.get()
    assert (summary.live, summary.slug) == (False, "does-a-walk-help")
    desk.post(address("summary", "edit", summary.pk), typed(**{"action-publish": "1", "slug": summary.slug}))
    assert Summary.objects.get().live


def test_a_half_written_draft_can_be_saved(desk: Client) -> None:
    empty = {**inline("summary_articles"), **inline("summary_authors"), **inline("corrections")}
    desk.post(address("summary", "add"), {"title": "Only a title", "language": "en", "position": 0, **empty})
    assert Summary.objects.get().title == "Only a title"


def test_publishing_too_early_keeps_the_text_and_says_what_is_missing(desk: Client) -> None:
    response = desk.post(
        address("summary", "add"), typed(gist="", topics=[], **{"action-publish": "1"}), follow=True
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "saved as a draft, but not published" in page
    assert "Write the gist" in page
    assert "Choose at least one topic" in page
    summary = Summary.objects.get()
    assert not summary.live
    assert summary.get_latest_revision_as_object().title == "Does a walk help?"
    assert address("summary", "edit", summary.pk) in response.redirect_chain[-1][0]


def test_publishing_a_month_too_early_says_so_as_well(desk: Client) -> None:
    data = {
        "month": "2021-06-15",
        "teaser": rich("This month."),
        "announcements": rich(""),
        "action-publish": "1",
    }
    page = desk.post(address("digest", "add"), data, follow=True).content.decode()
    assert "Put at least one summary that is ready" in page
    assert Digest.objects.get().month == datetime.date(2021, 6, 1)


def test_a_summary_and_a_digest_can_be_previewed(desk: Client) -> None:
    digest = make_digest(publish=False)
    summary = make_summary(title="Seen before it is public", digest=digest, publish=False)
    shown = desk.get(address("summary", "revisions_view", summary.pk, summary.latest_revision_id))
    assert "Seen before it is public" in shown.content.decode()
    month = desk.get(address("digest", "revisions_view", digest.pk, digest.latest_revision_id))
    assert "June 2021" in month.content.decode()


def test_an_unsaved_summary_can_be_previewed_with_its_article(desk: Client) -> None:
    summary = make_summary(title="Before", publish=False)
    article = make_article(title="The article just chosen")
    data = typed(title="As typed just now", **inline("summary_articles", article=article.pk))
    where = address("summary", "preview_on_edit", summary.pk)
    assert desk.post(where, data).json()["is_valid"]
    shown = desk.get(where)
    policy = shown.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-inline" not in policy
    page = shown.content.decode()
    assert "As typed just now" in page
    assert "The article just chosen" in page


def test_authors_of_an_article_are_typed_as_lines(desk: Client) -> None:
    article = make_article(authors=[{"family": "Berg", "given": "Ann", "non-dropping-particle": "van den"}])
    where = address("article", "edit", article.pk)
    assert "van den Berg, Ann" in desk.get(where).content.decode()
    data = {"title": article.title, "type": "article-journal", "year": 2020, "container_title": "A journal"}
    desk.post(where, {**data, "author_lines": "van den Berg, Ann\nOkafor, Ada\nThe Long Study Group"})
    assert Article.objects.get().authors == [
        {"family": "Berg", "given": "Ann", "non-dropping-particle": "van den"},
        {"family": "Okafor", "given": "Ada"},
        {"literal": "The Long Study Group"},
    ]


def test_aliases_of_a_topic_are_typed_as_lines(desk: Client) -> None:
    topic = make_topic(name="Adherence")
    data = {
        "name_en": "Adherence",
        "slug": "adherence",
        "order": 1,
        "alias_lines": "Adherance\n\n fidelity \nfidelity",
    }
    desk.post(address("topic", "edit", topic.pk), data)
    assert Topic.objects.get().aliases == ["Adherance", "fidelity"]


def test_a_legacy_entry_shows_its_editor_what_it_lacks(desk: Client) -> None:
    summary = make_summary(title="From long ago", legacy=True, gist="", topics=[])
    page = desk.get(address("summary", "edit", summary.pk)).content.decode()
    assert "Write the gist" in page
    assert "Choose at least one topic" in page


def test_a_forged_form_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(get_user_model().objects.create_superuser("editor", password="pw"))
    assert client.post(address("topic", "add"), {"name_en": "Forged", "slug": "forged"}).status_code == 403
    assert not Topic.objects.exists()


def test_the_listing_finds_a_draft_by_its_title_and_forgets_what_was_deleted(desk: Client) -> None:
    summary = make_summary(title="Zebrafish and the alliance", publish=False)
    where = address("summary", "list")
    assert "Zebrafish" in desk.get(where, {"q": "Zebrafish"}).content.decode()
    Summary.objects.filter(pk=summary.pk).delete()
    assert "There are no summaries" in desk.get(where).content.decode() or "Zebrafish" not in desk.get(
        where, {"q": "Zebrafish"}
    ).content.decode().replace('value="Zebrafish"', "")
