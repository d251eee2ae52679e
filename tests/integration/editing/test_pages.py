"""Free-form pages on the desk: both languages in one form, each with its own preview."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Site

from apercu.content import changes
from apercu.content.models import InformationPage
from tests.builders import make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> InformationPage:
    return make_page()


def rich(*blocks: tuple[str, str]) -> str:
    made = [{"key": f"key{n}", "type": kind, "text": text} for n, (kind, text) in enumerate(blocks)]
    return json.dumps({"blocks": made, "entityMap": {}})


def typed(**changes: Any) -> dict[str, Any]:
    """What an editor types into the form of a page."""
    return {
        "title": "About us",
        "slug": "about",
        "body": rich(("header-two", "Who we are"), ("header-three", "A part"), ("unstyled", "In English.")),
        "title_fr": "À notre sujet",
        "body_fr": rich(("header-two", "Qui nous sommes"), ("unstyled", "En français.")),
        "shows_contact": "on",
        "show_in_menus": "on",
        "seo_title": "",
        "search_description": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "comments-MIN_NUM_FORMS": 0,
        "comments-MAX_NUM_FORMS": "",
        **changes,
    }


def test_one_form_holds_both_languages_and_publishes_both(desk: Client, page: InformationPage) -> None:
    where = f"/desk/pages/{page.pk}/edit/"
    form = desk.get(where).content.decode()
    for name in ("title", "title_fr", "body", "body_fr", "shows_contact"):
        assert f'name="{name}"' in form
    before = changes.edition()
    assert desk.post(where, typed(**{"action-publish": "1"})).status_code == 302
    assert changes.edition() > before
    reader = Client()
    english, french = (reader.get(path).content.decode() for path in ("/about/", "/fr/about/"))
    assert "<h2>Who we are</h2>" in english
    assert "<h3>A part</h3>" in english
    assert "<h2>Qui nous sommes</h2>" in french
    assert "À notre sujet</h1>" in french


def test_a_draft_is_not_shown_before_it_is_published(desk: Client, page: InformationPage) -> None:
    desk.post(f"/desk/pages/{page.pk}/edit/", typed())
    assert "In English." not in Client().get("/about/").content.decode()
    assert "In English." in InformationPage.objects.get().get_latest_revision().content["body"]


@pytest.mark.parametrize(
    ("mode", "shown", "hidden", "language"),
    [
        ("en", "In English.", "En français.", '<html lang="en"'),
        ("fr", "En français.", "In English.", '<html lang="fr"'),
        ("nonsense", "In English.", "En français.", '<html lang="en"'),
    ],
)
@pytest.mark.parametrize("desk_language", ["en", "fr"])
def test_each_language_can_be_previewed_whatever_the_desk_speaks(
    desk: Client, page: InformationPage, mode: str, shown: str, hidden: str, language: str, desk_language: str
) -> None:
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=get_user_model().objects.get(), preferred_language=desk_language)
    where = f"/desk/pages/{page.pk}/edit/preview/"
    assert desk.post(where, typed()).json()["is_valid"]
    response = desk.get(where, {"mode": mode})
    html = response.content.decode()
    assert response.status_code == 200
    assert shown in html
    assert hidden not in html
    assert language in html
    assert 'class="preview-notice"' in html
    assert '<meta name="robots" content="noindex' in html


def test_a_new_page_can_be_written_below_the_home_page(desk: Client) -> None:
    home = Site.objects.get(is_default_site=True).root_page
    where = f"/desk/pages/add/content/informationpage/{home.pk}/"
    assert desk.get(where).status_code == 200
    assert desk.post(where, typed(slug="team", **{"action-publish": "1"})).status_code == 302
    assert "In English." in Client().get("/team/").content.decode()
