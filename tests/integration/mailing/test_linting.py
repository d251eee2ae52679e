"""The linter names what must be mended before a mail is sent, and what had better be."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation

from apercu.content import publishing
from apercu.content.models import Digest, SiteSettings, Summary
from apercu.mailing.composing import content, findings, html, linting, message
from apercu.mailing.composing.letter import letter
from apercu.mailing.composing.prepared import prepare
from apercu.mailing.models import Mailing, MailSettings, Subscriber
from tests.composed import NOON, make_mailing, start

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_home() -> Any:
    with override_settings(SITE_URL="https://digest.example.org"):
        yield


@pytest.fixture
def mailing() -> Mailing:
    return make_mailing(subject="On walking", subject_fr="La marche")


def codes(mailing: Mailing) -> dict[str, bool]:
    return {problem.code: problem.blocks for problem in linting.lint(mailing=mailing)}


def french_reader() -> None:
    Subscriber.objects.create(
        email="a@example.org", email_key="a@example.org", language="fr", state="active", created_at=NOON
    )


def test_a_whole_mailing_has_nothing_wrong(mailing: Mailing) -> None:
    french_reader()
    assert codes(mailing) == {}
    assert codes(start(mailing)) == {}


@pytest.mark.parametrize(
    ("code", "blocks", "fields"),
    [
        ("subject-missing", True, {"subject": " "}),
        ("preheader-missing", False, {"preheader": ""}),
        ("subject-long", False, {"subject": "w" * 71}),
        ("french-subject-missing", False, {"subject_fr": ""}),
        ("digest-missing", True, {"digest": None}),
    ],
)
def test_words_that_are_missing(mailing: Mailing, code: str, blocks: bool, fields: dict[str, Any]) -> None:
    french_reader()
    for name, value in fields.items():
        setattr(mailing, name, value)
    assert codes(mailing)[code] is blocks


def test_french_is_asked_for_where_somebody_reads_it(mailing: Mailing) -> None:
    mailing.subject_fr = ""
    assert codes(mailing) == {}
    french_reader()
    assert codes(mailing) == {"french-subject-missing": False}


def test_settings_that_are_missing(mailing: Mailing) -> None:
    MailSettings.objects.update(sender="")
    SiteSettings.objects.update(postal_address="\n")
    assert codes(mailing) == {"sender-missing": True, "postal-address-missing": True}
    MailSettings.objects.all().delete()
    SiteSettings.objects.all().delete()
    assert codes(mailing) == {"sender-missing": True, "postal-address-missing": True}


@pytest.mark.parametrize(
    ("address", "blocks"), [("http://digest.example.org", True), ("http://localhost:8000", False)]
)
def test_an_address_without_https(mailing: Mailing, address: str, blocks: bool) -> None:
    with override_settings(SITE_URL=address):
        assert codes(mailing) == {"no-https": blocks}
        assert bool(linting.blocking(mailing)) is blocks


def test_what_is_not_public_cannot_be_sent(mailing: Mailing) -> None:
    for summary in Summary.objects.all():
        publishing.unpublish(record=summary, by=None)
    assert codes(mailing)["no-summaries"] is True
    publishing.unpublish(record=Digest.objects.get(), by=None)
    mailing.refresh_from_db()
    assert codes(mailing)["digest-not-public"] is True


def test_a_mail_that_is_shortened_and_one_that_is_too_large(
    mailing: Mailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = html.write(letter(mailing=mailing, content=content.of_mailing(mailing), language="en")).size
    for largest, code in ((size - 1, "shortened"), (100, "too-large")):
        monkeypatch.setattr(html, "LARGEST", largest)
        assert codes(mailing) == {code: code == "too-large"}


def written(rich: str, plain: str = "Words.", *, without: str = "") -> bytes:
    headers = {name: "x" for name in linting.HEADERS[:-2] if name != without}
    headers["To"] = "somebody@example.org"
    return b"".join(prepare(headers=headers, text=plain, html=rich, language="en").pieces)


@pytest.mark.parametrize(
    ("message", "found"),
    [
        (written("<p>Good.</p>"), []),
        (written('<a href="https://digest.example.org/x/">x</a><a href="mailto:a@b.ca">y</a>'), []),
        (written('<a href="https://digest.example.org.evil.example/">x</a>'), ["link-elsewhere"]),
        (written('<a href="//evil.example/">x</a>'), ["link-elsewhere"]),
        (written('<a href="http://digest.example.org/">x</a>'), ["link-elsewhere"]),
        (written('<a href="/digests/">x</a>'), ["link-relative"]),
        (written("<a>x</a>"), ["link-relative"]),
        (written('<img src="https://digest.example.org/logo.png" alt="">'), []),
        (written('<img src="https://digest.example.org/logo.png">'), ["image-without-text"]),
        (written('<img src="https://t.example/1.gif" alt="">'), ["image-elsewhere"]),
        (written("<p>x</p>", plain=" \n"), ["text-missing"]),
        (written("<p>x</p>", without="List-Unsubscribe"), ["header-missing"]),
        (written("<p>x</p>", without="List-Id"), ["header-missing"]),
    ],
)
def test_a_finished_message(message: bytes, found: list[str]) -> None:
    assert [problem.code for problem in linting.of_message(message)] == found


def test_each_finding_is_a_sentence_in_both_languages() -> None:
    for code in findings._SENTENCES:
        said = set()
        for language in ("en", "fr"):
            with translation.override(language):
                said.add(findings.Problem(code=code, detail="(detail)").sentence)
        assert len(said) == 2, code
        assert not any("%" in sentence for sentence in said)


def test_a_mail_of_ours_passes_its_own_linter(mailing: Mailing) -> None:
    for language in ("en", "fr"):
        copy = message.test_copy(mailing=mailing, language=language, to="a@example.org", at=NOON)
        assert linting.of_message(copy) == ()
