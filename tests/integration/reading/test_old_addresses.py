"""Addresses of the blog the archive came from lead to its summaries, and to nothing else."""

from __future__ import annotations

import pytest
from django.test import Client

from apercu.content import changes, old_addresses, publishing
from apercu.content.models import OldAddress, Summary
from tests.builders import make_page, make_summary

pytestmark = pytest.mark.django_db

BLOG = "https://blog.example.org"


@pytest.fixture
def summary() -> Summary:
    summary = make_summary(title="A walk", slug="a-walk")
    addresses = [f"{BLOG}/2012/06/walking/", f"{BLOG}/?p=123", f"{BLOG}/old/walking.html"]
    assert old_addresses.remember(summary=summary, addresses=addresses) == []
    return summary


@pytest.mark.parametrize(
    "path",
    [
        "/2012/06/walking/",
        "/2012/06/walking",
        "/2012/06/Walking/?utm_source=mail",
        "/2012/06/walking/?replytocom=7",
        "/2012/06/walking/feed/",
        "/2012/06/walking/comment-page-2/",
        "/2012/06/walking/amp/",
        "/?p=123",
        "/?utm_source=x&p=123",
        "/old/walking.html",
    ],
)
def test_an_old_address_leads_to_the_summary(client: Client, summary: Summary, path: str) -> None:
    response = client.get(path)
    assert response.status_code in (301, 308)
    assert response.headers["Location"] == "/summaries/a-walk/"
    assert "Set-Cookie" not in response.headers
    assert client.head(path).status_code in (301, 308)


def test_in_french_it_leads_to_the_french_page(client: Client, summary: Summary) -> None:
    old_addresses.remember(summary=summary, addresses=[f"{BLOG}/fr/2012/06/marcher/"])
    assert client.get("/fr/2012/06/marcher/").headers["Location"] == "/fr/summaries/a-walk/"


def test_it_survives_a_new_slug(client: Client, summary: Summary) -> None:
    draft = summary.get_latest_revision_as_object()
    draft.slug = "a-walk-before-the-session"
    draft.save_revision(clean=False).publish()
    assert client.get("/2012/06/walking/").headers["Location"] == "/summaries/a-walk-before-the-session/"


def test_what_is_not_public_is_nowhere(client: Client, summary: Summary) -> None:
    publishing.unpublish(record=summary, by=None)
    assert client.get("/2012/06/walking/").status_code == 404
    assert client.get("/?p=123").status_code == 200
    summary.delete()
    assert client.get("/2012/06/walking/").status_code == 404
    assert not OldAddress.objects.exists()


def test_a_page_of_ours_is_never_hidden(client: Client, summary: Summary) -> None:
    make_page(title="Walking", slug="walking-page")
    other = make_summary(title="Another", slug="another")
    taken = [
        "/",
        "/summaries/",
        "/summaries/another/",
        "/walking-page/",
        "/desk/",
        "/healthz",
        "/static/x.css",
    ]
    old_addresses.remember(summary=summary, addresses=[BLOG + path for path in taken])
    assert client.get("/").status_code == 200
    assert client.get("/summaries/").status_code == 200
    assert client.get("/summaries/another/").status_code == 200
    assert client.get("/walking-page/").status_code == 200
    assert client.get("/desk/").headers["Location"].startswith("/desk/login/")
    assert other.pk


@pytest.mark.parametrize(
    "path",
    [
        "/2012/06/running/",
        "/?p=124",
        "/?p=123x",
        "/?p=",
        "/x//evil.example/2012/06/walking/",
        "/2012/06/walking/https://evil.example/",
        "/%00",
        "/?p=" + "1" * 5000,
    ],
)
def test_nothing_else_leads_anywhere(client: Client, summary: Summary, path: str) -> None:
    response = client.get(path)
    assert response.status_code in (200, 404)
    assert "Location" not in response.headers


def test_only_reading_is_redirected(client: Client, summary: Summary) -> None:
    assert client.post("/2012/06/walking/").status_code == 404


def test_an_address_of_another_summary_stays_with_it(summary: Summary) -> None:
    other = make_summary(title="Another")
    wanted = [f"{BLOG}/2012/06/walking/", f"{BLOG}/2013/new/"]
    assert old_addresses.remember(summary=other, addresses=wanted) == [wanted[0]]
    assert OldAddress.objects.get(path="/2012/06/walking").summary == summary
    assert OldAddress.objects.get(path="/2013/new").summary == other


def test_keeping_one_moves_the_edition_and_keeping_it_again_does_not(summary: Summary) -> None:
    before = changes.edition()
    old_addresses.remember(summary=summary, addresses=[f"{BLOG}/2012/06/walking/"])
    assert changes.edition() == before
    old_addresses.remember(summary=summary, addresses=[f"{BLOG}/2012/06/strolling/"])
    assert changes.edition() == before + 1
