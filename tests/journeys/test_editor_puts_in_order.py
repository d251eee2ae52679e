"""A quiet evening: from the desk's first page to the entries that lack a topic, all of them given one, two topics
made one; and what readers find afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from apercu.content.models import Summary, Topic
from tests.builders import make_digest, make_summary, make_topic
from tests.journeys.accessible import faults
from tests.journeys.desk import PASSWORD, log_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def archive() -> None:
    digest = make_digest(month=timezone.localdate().replace(day=1))
    rapport = make_topic(name="Rapport", slug="rapport")
    make_topic(name="Alliance", slug="alliance")
    make_summary(title="About rapport", topics=[rapport], digest=digest)
    for number in (1, 2, 3):
        make_summary(title=f"From long ago {number}", legacy=True, topics=[], digest=digest)
    make_summary(title="Old but whole", legacy=True, topics=[rapport], digest=digest)


def test_old_entries_get_their_topic_and_two_topics_become_one(
    open_page: Callable[..., Page], live_server: LiveServer
) -> None:
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    archive()
    page = open_page(width=1280)
    log_in(page, live_server)

    expect(page.get_by_text("5 of 5 written, 5 public; the month is public.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="3 entries from before the rules still lack something.").click()

    expect(page.get_by_role("link", name="From long ago 1")).to_be_visible()
    expect(page.get_by_role("link", name="Old but whole")).to_have_count(0)
    page.get_by_label("Select all").first.check()
    page.get_by_role("link", name="Put topics on the chosen summaries, or take them off").click()

    expect(page.get_by_role("heading", name="3 chosen")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("group", name="Put these topics on").get_by_label("Alliance").check()
    page.get_by_role("button", name="Set topics", exact=True).click()
    expect(page.get_by_role("heading", name="3 done")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Back to the list").click()
    expect(page.get_by_role("link", name="From long ago 1")).to_have_count(0)
    assert Summary.objects.filter(topics__slug="alliance").count() == 3

    page.goto(f"{live_server.url}/desk/snippets/content/topic/delete/{Topic.objects.get(slug='rapport').pk}/")
    page.get_by_role("link", name="Merge…").click()
    page.get_by_label("Merge it into").select_option(label="Alliance")
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_text("“Rapport” becomes part of “Alliance”")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("“Rapport” is now part of “Alliance”.")).to_be_visible()

    page.goto(f"{live_server.url}/topics/rapport/")
    expect(page).to_have_url(re.compile(r"/topics/alliance/$"))
    expect(page.get_by_role("link", name="About rapport").first).to_be_visible()
    page.goto(f"{live_server.url}/desk/")
    expect(page.get_by_text("from before the rules")).to_have_count(0)


def assert_accessible(page: Page) -> None:
    """No rule is broken in what we put on the screen; the frame around it is Wagtail's."""
    assert faults(page, within="main") == []
