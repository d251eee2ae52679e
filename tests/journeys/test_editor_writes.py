"""An editor writes, in a real browser: checks come and go while typing, the slug follows, suggestions are pressed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from apercu.content.models import Summary
from apercu.editing.models import SetAside
from tests.builders import make_digest, make_person, make_summary, make_topic, make_type
from tests.journeys.accessible import faults
from tests.journeys.desk import PASSWORD, all_saved, signed_in, watched

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def editor(open_page: Callable[..., Page], live_server: LiveServer, settings: Any) -> Page:
    """Somebody logged in, with a name to sign with."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    user = get_user_model().objects.create_superuser("editor", password=PASSWORD)
    make_person(name="Alice Martin", user=user)
    return signed_in(open_page(width=1280), live_server)


def edit(page: Page, live_server: LiveServer, summary: Summary) -> None:
    page.goto(f"{live_server.url}/desk/snippets/content/summary/edit/{summary.pk}/")


def draft_of(summary: Summary) -> Summary:
    """The latest draft, read anew."""
    draft: Summary = Summary.objects.get(pk=summary.pk).get_latest_revision_as_object()
    return draft


def panel(page: Page) -> Locator:
    """The side panel of checks, opened if it is not."""
    toggle = page.locator("[data-side-panel-toggle='editorial-checks']")
    if toggle.get_attribute("aria-expanded") != "true":
        toggle.click()
    return page.locator("[data-side-panel='editorial-checks']")


def test_a_check_comes_and_goes_while_typing(editor: Page, live_server: LiveServer) -> None:
    summary = make_summary(title="A walk before the session", digest=make_digest(), gist="", publish=False)
    edit(editor, live_server, summary)
    checks = panel(editor)
    counter = watched(editor).locator(
        "[data-side-panel-toggle='editorial-checks'] [data-side-panel-toggle-counter]"
    )
    expect(checks).to_contain_text("Write the gist: one sentence")
    before = int(counter.inner_text())

    gist = editor.get_by_role("textbox", name="Gist")
    gist.press_sequentially("They walk. They talk.")
    expect(checks).to_contain_text("The gist has 2 sentences.")
    expect(checks).not_to_contain_text("Write the gist")
    all_saved(editor)
    gist.fill("Clients who walk before a session begin to talk sooner.")
    expect(checks).not_to_contain_text("The gist has")
    expect(counter).to_have_text(str(before - 1))

    all_saved(editor)
    assert faults(editor, within=[".checks", ".term-picker", ".suggested"]) == []

    topic = editor.get_by_role("checkbox", name="Alliance")
    topic.uncheck()
    expect(checks).to_contain_text("Choose at least one topic.")
    all_saved(editor)
    topic.check()
    expect(checks).not_to_contain_text("Choose at least one topic.")


def test_a_new_summary_begins_well_and_has_its_checks_once_it_is_saved(
    editor: Page, live_server: LiveServer
) -> None:
    digest = make_digest(month=datetime.date(2199, 1, 1), publish=False, legacy=False)
    make_summary(title="The first of the month", digest=digest, position=4, publish=False)
    empathy = make_topic(name="Empathy", aliases=["attunement"])
    make_type(name="Survey", aliases=["questionnaire study"])
    editor.goto(f"{live_server.url}/desk/snippets/content/summary/add/")
    expect(editor.get_by_label("Position")).to_have_value("5")
    expect(editor.locator("#id_digest")).to_have_value(str(digest.pk))
    expect(editor.locator("#id_summary_authors-0-person option:checked")).to_have_text("Alice Martin")

    title = watched(editor).get_by_role("textbox", name="Title")
    title.press_sequentially("Attunement in")
    expect(editor.locator("#id_slug")).to_have_value("attunement-in")
    checks = panel(all_saved(editor))
    expect(checks).to_contain_text("Write the gist: one sentence")
    title.fill("Attunement in the first session")
    expect(editor.locator("#id_slug")).to_have_value("attunement-in-the-first-session")
    all_saved(editor)

    suggestion = editor.locator("#suggested-topics").get_by_role("button", name="Empathy")
    suggestion.click()
    box = editor.get_by_role("checkbox", name="Empathy")
    expect(box).to_be_checked()
    expect(checks).not_to_contain_text("Choose at least one topic.")
    summary = Summary.objects.get(title__startswith="Attunement")
    draft = draft_of(summary)
    assert [topic.pk for topic in draft.topics.all()] == [empathy.pk]
    assert [row.person.name for row in draft.summary_authors.all()] == ["Alice Martin"]
    assert (draft.digest_id, draft.position) == (digest.pk, 5)


def test_a_topic_is_found_by_any_of_its_names(editor: Page, live_server: LiveServer) -> None:
    make_topic(name="Depression")
    make_topic(name="Empathy", aliases=["attunement"], name_fr="Empathie")
    edit(editor, live_server, make_summary(publish=False))
    box = editor.get_by_role("searchbox", name="Find by name or abbreviation").first
    box.fill("attun")
    expect(editor.get_by_role("checkbox", name="Empathy")).to_be_visible()
    expect(editor.get_by_role("checkbox", name="Depression")).to_be_hidden()
    box.fill("nothing like it")
    expect(editor.get_by_text("None has this name.").first).to_be_visible()
    box.fill("")
    expect(editor.get_by_role("checkbox", name="Depression")).to_be_visible()


def test_a_finding_is_set_aside_and_comes_back_when_its_words_change(
    editor: Page, live_server: LiveServer
) -> None:
    summary = make_summary(title="A walk before the session", gist="One. Two.", publish=False)
    edit(editor, live_server, summary)
    finding = panel(editor).locator("[data-check='gist-of-several-sentences']")
    editor.get_by_role("textbox", name="Title").fill("A walk before a session")
    finding.get_by_role("button", name="Set aside").click()
    aside = panel(editor).locator("details")
    expect(aside).to_contain_text("1 finding set aside")
    expect(finding).to_be_hidden()
    assert str(SetAside.objects.get().by) == "editor"
    assert draft_of(summary).title == "A walk before a session"

    watched(editor).get_by_role("textbox", name="Gist").fill("One. Two. And three.")
    expect(panel(editor)).to_contain_text("The gist has 3 sentences.")
    all_saved(editor)
    editor.get_by_role("textbox", name="Gist").fill("One. Two.")
    expect(aside).to_contain_text("1 finding set aside")
    aside.locator("summary").click()
    finding.get_by_role("button", name="Show again").click()
    expect(panel(editor)).to_contain_text("The gist has 2 sentences.")
    assert not SetAside.objects.exists()


def test_enter_in_a_field_only_saves(editor: Page, live_server: LiveServer) -> None:
    """The panel stands before the form: its buttons must not be what Enter presses."""
    summary = make_summary(title="A walk", gist="One. Two.", publish=False)
    edit(editor, live_server, summary)
    editor.get_by_label("Position").fill("7")
    with editor.expect_navigation():
        editor.get_by_label("Position").press("Enter")
    expect(editor.get_by_text("updated")).to_be_visible()
    assert draft_of(summary).position == 7
    assert not SetAside.objects.exists()


def test_without_javascript_a_suggestion_saves_the_form_with_one_more_ticked(
    plain_page: Page, live_server: LiveServer
) -> None:
    get_user_model().objects.create_superuser("editor", password=PASSWORD)
    make_topic(name="Empathy", aliases=["attunement"])
    summary = make_summary(title="Attunement in the first session", publish=False)
    signed_in(plain_page, live_server)
    edit(plain_page, live_server, summary)
    plain_page.locator("#suggested-topics").get_by_role("button", name="Empathy").click()
    expect(plain_page.get_by_role("checkbox", name="Empathy")).to_be_checked()
    names = {topic.name_en for topic in draft_of(summary).topics.all()}
    assert names == {"Alliance", "Empathy"}
