"""A mail on the web: there once it began to be sent, true to what was sent, honest about what changed since."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from django.utils.html import strip_tags

from apercu.content import changes, publishing
from apercu.content.models import Correction, Digest, Summary
from apercu.mailing.composing import content
from apercu.mailing.composing.archive import made_public
from apercu.mailing.models import Mailing
from apercu.pagecache import admitting
from tests.composed import NOON, make_mailing, start

pytestmark = pytest.mark.django_db

PATH = "/mail/2026-11/"


@pytest.fixture
def mailing() -> Mailing:
    return start(make_mailing())


def words(client: Client, path: str = PATH) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode()).split())


def test_it_shows_what_was_sent(client: Client, mailing: Mailing) -> None:
    said = words(client)
    for summary in Summary.objects.all():
        assert summary.gist in said
    assert "Call." in said
    assert "Sent by mail on 30 November 2026" in said
    assert "An evening on walking" in said
    assert 'href="https://events.example.net/walk"' in client.get(PATH).content.decode()
    assert "Envoyé par courriel le 30 novembre 2026" in words(client, f"/fr{PATH}")


def test_it_is_the_same_thing_as_its_month(client: Client, mailing: Mailing) -> None:
    html = client.get(f"/fr{PATH}").content.decode()
    assert '<link rel="canonical" href="http://localhost:8000/fr/digests/2026/11/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert f'href="{PATH}"' in html  # the switch of languages stays on the page
    assert 'rel="alternate" hreflang' not in html
    assert "/mail/" not in client.get("/sitemap.xml").content.decode()


def test_it_has_no_page_before_it_begins_to_be_sent(client: Client) -> None:
    mailing = make_mailing()
    assert client.get(PATH).status_code == 404
    mailing.state, mailing.send_at = Mailing.State.SCHEDULED, NOON
    mailing.save()
    assert client.get(PATH).status_code == 404
    mailing.state = Mailing.State.CANCELLED
    mailing.save()
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize("state", ["sending", "paused", "sent", "cancelled"])
def test_it_stays_for_those_who_have_its_link(client: Client, mailing: Mailing, state: str) -> None:
    mailing.state = state
    mailing.save()
    assert client.get(PATH).status_code == 200


def test_an_alert_has_no_page(client: Client, mailing: Mailing) -> None:
    alerts = start_alerts()
    assert client.get(f"/mail/{alerts.name}/").status_code == 404
    with transaction.atomic():
        assert made_public(alerts) is None


def start_alerts() -> Mailing:
    alerts = content.begin_alerts(summaries=[summary.pk for summary in Summary.objects.all()], at=NOON)
    alerts.started_at = NOON
    alerts.save()
    return alerts


def test_what_was_withdrawn_since_is_named_and_no_more(client: Client, mailing: Mailing) -> None:
    summary = Summary.objects.get(slug="waiting-lists")
    publishing.unpublish(record=summary, by=None)
    said = words(client)
    assert summary.title in said
    assert "This summary was withdrawn after the mail was sent." in said
    assert summary.gist not in said
    assert "Call." not in said
    assert f'href="{summary.get_absolute_url()}"><' not in client.get(PATH).content.decode()


def test_what_was_corrected_since_says_so_and_what_was_renamed_is_found(
    client: Client, mailing: Mailing
) -> None:
    summary = Summary.objects.get(slug="walking-sessions")
    Correction.objects.create(summary=summary, date=datetime.date(2026, 11, 1), text="Before it was sent.")
    assert "Corrected on" not in words(client)
    summary = Summary.objects.get(slug="walking-sessions")
    summary.slug, summary.gist = "sessions-on-foot", "Another gist."
    summary.save_revision()
    publishing.publish(record=summary, by=None)
    Correction.objects.create(
        summary=summary, date=datetime.date(2026, 12, 2), text="It gave 12; there were 13."
    )
    said = words(client)
    assert "Corrected on 2 December 2026, after the mail was sent" in said
    assert "Another gist." not in said
    assert "/summaries/sessions-on-foot/" in client.get(PATH).content.decode()


def test_a_month_that_was_withdrawn_is_not_led_to(client: Client, mailing: Mailing) -> None:
    publishing.unpublish(record=Digest.objects.get(), by=None)
    html = client.get(PATH).content.decode()
    assert "/digests/2026/11/" not in html
    assert 'rel="canonical"' not in html


def test_beginning_to_send_moves_the_edition_so_that_the_page_can_be_kept(mailing: Mailing) -> None:
    before = changes.edition()
    with transaction.atomic():
        made_public(mailing)
    [change] = changes.since(before)
    assert (change.object_type, change.object_id, change.label) == ("mailing", str(mailing.pk), "2026-11")


def test_the_page_cache_keeps_it_whatever_stands_in_its_query() -> None:
    environ: dict[str, Any] = RequestFactory().get(f"/fr{PATH}?utm_source=mail").environ
    key = admitting.key_of(environ)
    assert key is not None
    assert (key.path, key.query) == (f"/fr{PATH}", "")
