"""An editor whose desk speaks French meets our words in French, too."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from apercu.content import due, publishing, scheduling
from apercu.content.rules import Unpublishable
from tests.builders import make_digest, make_summary
from tests.french import english_said
from tests.spoken import spoken

pytestmark = pytest.mark.django_db

RECORDS = ["summary", "digest", "article", "topic", "researchtype", "person"]
ADDRESSES = [
    "/desk/",
    *(reverse(f"wagtailsnippets_content_{record}:{view}") for record in RECORDS for view in ("list", "add")),
]
# Wagtail makes these labels when it starts, in English whatever the desk speaks: a column, "Choose summary".
WAGTAILS_OWN = {"Updated", "%(number)s summary", "Search"}


@pytest.fixture
def desk(client: Client) -> Client:
    editor = get_user_model().objects.create_superuser("editor", password="pw")
    UserProfile.objects.create(user=editor, preferred_language="fr")
    client.force_login(editor)
    return client


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_english_word_of_ours_is_on_the_desk(desk: Client, address: str) -> None:
    make_summary(title="Un titre", digest=make_digest(), gist="En une phrase.")
    page = desk.get(address).content.decode()
    said = "\n".join(one.text for one in spoken(page))
    assert re.search(r'<html[^>]* lang="fr"', page)
    assert english_said(said) <= WAGTAILS_OWN


def test_dates_failures_and_corrections_are_told_in_french(desk: Client) -> None:
    later = timezone.now() + datetime.timedelta(days=1)
    digest = make_digest(legacy=False, publish=False)
    make_summary(title="Un titre", digest=digest, publish=False)
    make_summary(title="Un autre", digest=digest, gist="", publish=False)
    scheduling.schedule(record=digest, due=later, by=None)
    broken = make_summary(title="Un troisième", publish=False)
    scheduling.schedule(record=broken, due=later, by=None)
    Revision.objects.filter(object_str="Un troisième").update(
        content={**broken.serializable_data(), "gist": ""}
    )
    due.publish_due(clock=lambda: later)
    public = make_summary(title="Un quatrième")
    for address in ("/desk/scheduled/", reverse("correct_summary", args=[public.pk])):
        said = "\n".join(one.text for one in spoken(desk.get(address).content.decode()))
        assert english_said(said) <= WAGTAILS_OWN
    assert "Écrivez l’essentiel" in desk.get("/desk/scheduled/").content.decode()


def test_an_editor_reads_our_words_in_french(desk: Client) -> None:
    page = desk.get(reverse("wagtailsnippets_content_summary:add")).content.decode()
    said = [one.text.casefold() for one in spoken(page)]
    for words in ["types de recherche", "implications pour la pratique", "en bref", "signataires"]:
        assert words in said


def test_why_something_is_not_public_is_told_in_french() -> None:
    summary = make_summary(publish=False, gist="")
    with translation.override("fr"), pytest.raises(Unpublishable) as refused:
        publishing.publish(record=summary, by=None)
    assert "Écrivez l’essentiel\u00a0: une phrase qui se comprend en cinq secondes." in str(refused.value)
