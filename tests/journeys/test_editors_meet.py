"""Two editors are in one summary: each sees the other, and nothing either of them typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.builders import make_summary
from tests.journeys.desk import PASSWORD, all_saved, signed_in, watched

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_both_are_told_and_both_versions_are_kept(
    open_page: Callable[..., Page], live_server: LiveServer, settings: Any
) -> None:
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 500
    settings.WAGTAIL_EDITING_SESSION_PING_INTERVAL = 1_000
    for name in ("alice", "bob"):
        get_user_model().objects.create_superuser(name, password=PASSWORD)
    summary = make_summary(title="A walk before the session", publish=False)
    form = f"{live_server.url}/desk/snippets/content/summary/edit/{summary.pk}/"
    alice, bob = open_page(width=1280), open_page(width=1280)
    for page, name in ((alice, "alice"), (bob, "bob")):
        signed_in(page, live_server, name).goto(form)

    watched(alice).get_by_role("textbox", name="Gist").fill("Alice’s gist.")
    all_saved(alice)

    watched(bob).get_by_role("textbox", name="Gist").fill("Bob’s gist.")
    expect(bob.get_by_text("alice saved a new version").first).to_be_attached()
    bob.get_by_role("button", name="Save draft").first.click()
    dialog = bob.get_by_role("dialog")
    expect(dialog.get_by_role("link", name="View latest version")).to_be_visible()
    dialog.get_by_role("button", name="Save draft").click()

    expect(bob.get_by_text("that you had not seen. Yours stands now; theirs is kept.")).to_be_visible()
    bob.get_by_role("link", name="Compare the two").click()
    expect(bob.get_by_text("Alice’s").first).to_be_visible()
    expect(bob.get_by_text("Bob’s").first).to_be_visible()
    gists = [revision.content["gist"] for revision in summary.revisions.order_by("created_at")]
    assert gists[-2:] == ["Alice’s gist.", "Bob’s gist."]
