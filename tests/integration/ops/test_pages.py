"""The pages `apercu setup` makes: there from the start, in both languages, true of this software, and only once."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site

from apercu.content import error_reports
from apercu.content.models import InformationPage, SiteSettings
from apercu.mailing import subscribing
from apercu.ops.pages import DEFAULTS, load
from apercu.reading.reporting import limits
from tests.builders import make_page, make_summary

pytestmark = pytest.mark.django_db

PATHS = ["/about/", "/privacy/", "/contact/", "/accessibility/"]


def setup() -> str:
    out = io.StringIO()
    call_command("setup", "--no-sample", stdout=out)
    return out.getvalue()


def main_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode()).split("<main")[1].split("</main>")[0]


def test_a_site_without_the_sample_gets_them_and_names_them_in_every_foot(client: Client) -> None:
    assert "About, Privacy, Contact, Accessibility" in setup()
    for language in ("", "/fr"):
        home = client.get(f"{language}/").content.decode()
        for path in PATHS:
            assert f'<a href="{language}{path}"' in home
            assert len(re.sub(r"<[^>]*>", "", main_of(client, language + path)).split()) > 60


def test_they_are_written_in_both_languages(client: Client) -> None:
    setup()
    for path in PATHS:
        english, french = main_of(client, path), main_of(client, f"/fr{path}")
        assert english != french
        for html in (english, french):
            assert 'class="in-another-language"' not in html
            assert " lang=" not in html
            headings = [int(level) for level in re.findall(r"<h([1-6])", html)]
            assert headings[0] == 1
            assert set(headings[1:]) <= {2}


def test_no_text_says_something_the_other_language_leaves_out() -> None:
    """As many paragraphs, headings and items in French as in English: a line added to one is missed in the other."""
    for page in DEFAULTS:
        shapes = [re.findall(r"<(p|h2|ul|li)>", page.text(language)) for language in ("en", "fr")]
        assert shapes[0] == shapes[1], page.slug


def test_a_second_start_adds_nothing_and_changes_nothing() -> None:
    setup()
    page = InformationPage.objects.get(slug="about")
    page.body = "<p>Ours now.</p>"
    page.save_revision().publish()
    assert "Pages were added" not in setup()
    assert InformationPage.objects.count() == len(DEFAULTS)
    assert InformationPage.objects.get(slug="about").body == "<p>Ours now.</p>"


def test_a_page_somebody_removed_does_not_come_back() -> None:
    setup()
    InformationPage.objects.get(slug="privacy").delete()
    assert load() == []
    for page in InformationPage.objects.all():
        page.delete()
    setup()
    assert not InformationPage.objects.exists()


def test_a_renamed_page_is_not_made_again() -> None:
    setup()
    page = InformationPage.objects.get(slug="about")
    page.slug = "who-we-are"
    page.save_revision().publish()
    assert load() == []


def test_a_page_of_somebody_s_own_at_that_address_is_left_alone(client: Client) -> None:
    make_page(title="Us", body="<p>Our own words.</p>")
    assert load() == ["Privacy", "Contact", "Accessibility"]
    assert "Our own words." in main_of(client, "/about/")


def test_a_site_without_a_home_gets_none() -> None:
    Site.objects.all().delete()
    assert load() == []


def test_only_the_contact_page_shows_how_to_reach_the_publisher(client: Client) -> None:
    setup()
    SiteSettings(contact_email="desk@example.org").save()
    showing = [path for path in PATHS if "mailto:desk@example.org" in main_of(client, path)]
    assert showing == ["/contact/"]


def test_they_can_be_edited_like_any_page() -> None:
    """Their texts use only what the desk's editor knows, so that opening one changes nothing."""
    from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

    from apercu.content.models.pages import PAGE_FEATURES

    for page in DEFAULTS:
        for language in ("en", "fr"):
            converter = ContentstateConverter(features=PAGE_FEATURES)
            again = converter.to_database_format(converter.from_database_format(page.text(language)))
            kept = re.sub(r' data-block-key="\w+"', "", again)
            assert kept.replace("\n", "") == page.text(language).replace("\n", "")


def test_what_the_privacy_page_says_is_what_the_code_does(client: Client) -> None:
    setup()
    make_summary(title="A summary")
    text = main_of(client, "/privacy/")
    assert "set no cookie" in text
    assert not client.get("/").cookies
    assert not client.get("/summaries/a-summary/report/").cookies
    assert "six months" in text
    assert 180 <= error_reports.KEPT.days <= 184
    assert "for at most one hour" in text
    assert limits.HOUR.total_seconds() == 3600
    assert "deleted after 14 days" in text
    assert subscribing.UNCONFIRMED_FOR.days == 14
    assert "not from which page" in text
    assert client.get("/").headers["Referrer-Policy"] == "strict-origin-when-cross-origin"


def test_their_creation_is_a_change_readers_see_and_a_page_can_be_drafted_on() -> None:
    setup()
    for page in Page.objects.filter(slug__in=[default.slug for default in DEFAULTS]):
        assert page.live
        assert page.latest_revision is not None
        assert not page.has_unpublished_changes
