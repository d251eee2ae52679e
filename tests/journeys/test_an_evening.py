"""The whole evening, by two people: from a DOI to a month that readers have, and a correction the day after."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apercu.content import due
from apercu.content.models import Digest, Person, Summary
from apercu.editing import roles
from apercu.editing.review import setting_up
from tests.builders import make_digest, make_topic, make_type
from tests.journeys.desk import PASSWORD, all_saved, signed_in, watched
from tests.services import Services, Work, services_the_desk_asks

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

WORK = Work()


@pytest.fixture
def services(settings: Any) -> Iterator[Services]:
    cache.clear()
    with services_the_desk_asks(settings) as running:
        yield running


@pytest.fixture
def people() -> None:
    """Alice writes, Bob is the editor-in-chief: with the roles and the review that a new site has."""
    roles.make()
    setting_up.load()
    for name, role in (("alice", "Authors"), ("bob", "Editors-in-chief")):
        user = get_user_model().objects.create_user(name, email=f"{name}@example.org", password=PASSWORD)
        user.groups.add(Group.objects.get(name=role))
    Person.objects.create(name="Alice Martin", user=get_user_model().objects.get(username="alice"))


def write(page: Page, field: str, text: str) -> None:
    """Type into one of the form's rich texts."""
    box = page.locator(f"[data-contentpath='{field}'] [role='textbox']")
    box.click()
    page.keyboard.type(text)


def test_from_a_doi_to_a_corrected_summary(
    open_page: Callable[..., Page], live_server: LiveServer, services: Services, people: None, settings: Any
) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    services.know(WORK)
    digest = make_digest(
        month=datetime.date(2021, 6, 1), teaser="<p>This month: how much the therapist matters.</p>", publish=False, legacy=False
    )  # fmt: skip
    make_topic(name="Therapist factors")
    make_type(name="Survey")

    alice_writes(signed_in(open_page(width=1280), live_server, "alice"), live_server, digest)
    bob = signed_in(open_page(width=1280), live_server, "bob")
    bob_approves(bob, live_server)
    bob_gives_the_month_a_date(bob, live_server, digest)

    assert not Digest.objects.get().live
    due.publish_due(clock=lambda: timezone.now() + datetime.timedelta(days=2))
    reader = open_page(width=390, java_script_enabled=False)
    reader.goto(f"{live_server.url}/digests/2021/06/")
    expect(reader.get_by_role("heading", name="It is the therapist, more than the method")).to_be_visible()
    expect(reader.get_by_text("Ask what your clients say of you.").first).to_be_visible()

    bob_corrects(bob, live_server)
    reader.goto(f"{live_server.url}{Summary.objects.get().get_absolute_url()}")
    expect(reader.get_by_text("The gist said “method” where it meant “manual”.")).to_be_visible()


def alice_writes(page: Page, live_server: LiveServer, digest: Digest) -> None:
    page.goto(f"{live_server.url}/desk/adding/")
    page.get_by_label("What you have of the article").fill(WORK.doi)
    page.get_by_role("button", name="Look it up").click()
    page.get_by_role("button", name="Save it and begin a summary").first.click()
    expect(page.get_by_text(f"{WORK.title} (Okafor, 2020)")).to_be_visible()

    watched(page).get_by_role("textbox", name="Title").first.fill("It is the therapist, more than the method")
    gist = page.get_by_role("textbox", name="Gist")
    gist.fill("The therapist matters. The method matters less.")
    write(page, "body", "Therapists differed more than methods do.")
    write(page, "implications", "Ask what your clients say of you.")
    page.get_by_role("checkbox", name="Therapist factors").check()
    page.get_by_role("checkbox", name="Survey").check()
    page.locator("#id_digest").select_option(str(digest.pk))
    all_saved(page)
    assert Summary.objects.get().title == "It is the therapist, more than the method"

    page.locator("[data-side-panel-toggle='editorial-checks']").click()
    checks = page.locator("[data-side-panel='editorial-checks']")
    expect(checks).to_contain_text("The gist has 2 sentences.")
    gist.fill("Who the therapist is mattered more than the method.")
    expect(checks).not_to_contain_text("The gist has 2 sentences.")

    all_saved(page)
    page.get_by_role("button", name="Toggle preview").click()
    preview = page.frame_locator("iframe[title='Preview']").last
    expect(preview.get_by_role("heading", name="It is the therapist, more than the method")).to_be_visible()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Submit to Review").click()
    expect(page.get_by_text("submitted for moderation")).to_be_visible()
    assert not Summary.objects.get().live


def bob_approves(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/desk/")
    page.get_by_role("link", name="It is the therapist, more than the method").first.click()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Approve and Publish", exact=True).click()
    page.wait_for_url(f"{live_server.url}/desk/snippets/content/summary/")
    page.goto(f"{live_server.url}{Summary.objects.get().get_absolute_url()}")
    expect(page.get_by_role("heading", level=1)).to_have_text("It is the therapist, more than the method")


def bob_gives_the_month_a_date(page: Page, live_server: LiveServer, digest: Digest) -> None:
    page.goto(f"{live_server.url}/desk/snippets/content/digest/edit/{digest.pk}/")
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    tomorrow = timezone.localtime() + datetime.timedelta(days=1)
    page.get_by_label("Go live date/time").fill(f"{tomorrow:%Y-%m-%d %H:%M}")
    page.get_by_role("dialog").get_by_role("button", name="Save schedule").press("Enter")
    expect(page.get_by_text("updated.")).to_be_visible()
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Schedule to publish").click()
    expect(page.get_by_text("has been scheduled for publishing")).to_be_visible()


def bob_corrects(page: Page, live_server: LiveServer) -> None:
    summary = Summary.objects.get()
    page.goto(f"{live_server.url}/desk/snippets/content/summary/edit/{summary.pk}/")
    page.get_by_role("textbox", name="Gist").fill("Who the therapist is mattered more than the manual.")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish as a correction").click()
    page.get_by_label("What was corrected").fill("The gist said “method” where it meant “manual”.")
    page.get_by_role("button", name="Publish the correction").click()
    expect(page.get_by_text("is public.")).to_be_visible()
