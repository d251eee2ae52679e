"""An editor has a DOI: pastes it, sees who says what, settles a disagreement, saves, and begins to write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apercu.content.models import Article, Person, Summary
from tests.journeys.accessible import faults
from tests.journeys.desk import PASSWORD, signed_in
from tests.services import Services, Work, services_the_desk_asks

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WORK = Work()


@pytest.fixture
def services(settings: Any) -> Iterator[Services]:
    cache.clear()
    with services_the_desk_asks(settings) as running:
        yield running


def ours_are_clean(page: Page) -> None:
    """axe finds nothing in what we add to the desk."""
    expect(page.locator(".adding")).to_be_visible()
    page.wait_for_load_state()
    assert faults(page, within=".adding") == []


def test_from_a_doi_to_a_summary_begun(
    open_page: Callable[..., Page], live_server: LiveServer, services: Services
) -> None:
    editor = get_user_model().objects.create_superuser("editor", password=PASSWORD)
    Person.objects.create(name="Alice Martin", user=editor)
    services.know(WORK, pubmed={"volume": "58"}, openalex=None)
    page = open_page(width=1280)
    signed_in(page, live_server)

    page.goto(f"{live_server.url}/desk/snippets/content/article/")
    page.get_by_role("link", name="Add by DOI or reference").click()
    ours_are_clean(page)
    page.get_by_label("What you have of the article").fill(f"https://doi.org/{WORK.doi}")
    page.get_by_role("button", name="Look it up").click()

    expect(page.get_by_role("heading", name="Sources disagree: choose")).to_be_visible()
    expect(page.get_by_text("OpenAlex does not know it.")).to_be_visible()
    expect(page.get_by_text("From Crossref").first).to_be_visible()
    ours_are_clean(page)
    page.get_by_role("radio", name="58 — PubMed").check()
    page.get_by_role("button", name="Save it and begin a summary").first.click()

    expect(page).to_have_url(
        f"{live_server.url}/desk/snippets/content/summary/add/?article={Article.objects.get().pk}"
    )
    expect(page.get_by_text(f"{WORK.title} (Okafor, 2020)")).to_be_visible()
    page.get_by_role("textbox", name="Title").first.fill("It is the therapist")
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_text("It is the therapist' created")).to_be_visible()

    summary = Summary.objects.get()
    assert not summary.live
    assert [row.article.volume for row in summary.summary_articles.all()] == ["58"]
    assert [row.person.name for row in summary.summary_authors.all()] == ["Alice Martin"]


def test_without_javascript_and_without_any_service(
    plain_page: Page, live_server: LiveServer, services: Services
) -> None:
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    services.fail_all()
    page = plain_page
    signed_in(page, live_server)
    page.goto(f"{live_server.url}/desk/adding/")
    page.get_by_label("What you have of the article").fill(
        "Okafor, A. N., & Lindqvist, P. (2020). How much the therapist matters. Journal of Invented Results, 57(4), 529–537."
    )
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_text("Crossref is out of order.")).to_be_visible()
    expect(page.get_by_label("Title")).to_have_value("How much the therapist matters")
    page.get_by_label("DOI").fill(WORK.doi)
    page.get_by_role("button", name="Save the article").last.click()
    expect(page.get_by_text("is in the archive now")).to_be_visible()
    assert Article.objects.get().doi == WORK.doi


def test_a_doi_pasted_into_the_chooser_of_a_summary(
    open_page: Callable[..., Page], live_server: LiveServer, services: Services
) -> None:
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    services.know(WORK)
    page = open_page(width=1280)
    signed_in(page, live_server)
    page.goto(f"{live_server.url}/desk/snippets/content/summary/add/")
    page.get_by_role("button", name="Add article").click()
    page.get_by_role("button", name="Choose article").first.click()
    page.get_by_role("tab", name="Add by DOI").click()
    page.get_by_label("DOI, PubMed number or address").fill(WORK.doi)
    page.get_by_role("button", name="Add and choose").click()
    expect(page.get_by_text(f"{WORK.title} (Okafor, 2020)")).to_be_visible()
    assert Article.objects.get().doi == WORK.doi
