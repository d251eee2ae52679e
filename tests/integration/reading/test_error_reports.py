"""Reporting an error in a summary, as a reader meets it: the form, what it refuses, and how much it takes."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from apercu.content import publishing
from apercu.content.models import ErrorReport, Summary
from apercu.reading.reporting import limits
from tests.builders import make_summary

pytestmark = pytest.mark.django_db

WHERE = "/summaries/a-summary/report/"
WORDS = {"wrong": "It says 12 studies; the article says 21.", "email": ""}
A_READER = "203.0.113.77"


@pytest.fixture(autouse=True)
def _nobody_wrote_yet() -> None:
    cache.clear()


@pytest.fixture
def summary() -> Summary:
    return make_summary(title="A summary")


def send(client: Client, where: str = WHERE, *, address: str = A_READER, **changes: Any) -> Any:
    headers = changes.pop("headers", {})
    return client.post(where, {**WORDS, **changes}, REMOTE_ADDR=address, headers=headers)


@pytest.mark.parametrize("language", ["", "/fr"])
@pytest.mark.usefixtures("summary")
def test_a_report_reaches_the_editors_and_is_thanked_for(client: Client, language: str) -> None:
    page = client.get(language + WHERE)
    assert page.status_code == 200
    assert f'action="{language}{WHERE}"' in page.content.decode()
    response = send(client, language + WHERE, email="reader@example.org")
    assert (response.status_code, response.headers["Location"]) == (303, f"{language}{WHERE}thanks/")
    report = ErrorReport.objects.get()
    assert (report.summary.slug, report.text, report.email) == (
        "a-summary",
        "It says 12 studies; the article says 21.",
        "reader@example.org",
    )
    assert report.handled_at is None
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("path", [WHERE, f"{WHERE}thanks/"])
@pytest.mark.usefixtures("summary")
def test_its_pages_are_in_no_search_engine_and_set_no_cookie(client: Client, path: str) -> None:
    response = client.get(path)
    html = response.content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert "csrf" not in html
    assert not response.cookies
    assert not send(client).cookies


@pytest.mark.usefixtures("summary")
def test_an_empty_report_is_shown_what_it_lacks(client: Client) -> None:
    response = send(client, wrong=" \r\n ", email="reader@example.org")
    html = response.content.decode()
    assert response.status_code == 422
    assert '<a href="#wrong">Write what is wrong in this summary.</a>' in html
    assert re.search(
        r'<textarea id="wrong"[^>]*aria-describedby="wrong-hint wrong-fault" aria-invalid="true"', html
    )
    assert 'id="wrong-fault"' in html
    assert 'value="reader@example.org"' in html
    assert re.search(r"<title>Error: Report an error", html)
    assert not ErrorReport.objects.exists()


@pytest.mark.usefixtures("summary")
def test_what_was_typed_is_kept_when_something_is_wrong(client: Client) -> None:
    response = send(client, wrong="First line\r\n<b>second</b>", email="not an address")
    html = response.content.decode()
    assert response.status_code == 422
    assert ">\nFirst line\n&lt;b&gt;second&lt;/b&gt;</textarea>" in html
    assert 'value="not an address"' in html
    assert '<a href="#email">Write the e-mail address in full' in html
    assert not ErrorReport.objects.exists()


@pytest.mark.usefixtures("summary")
def test_the_longest_text_fits_and_a_longer_one_is_kept_on_the_page(client: Client) -> None:
    assert send(client, wrong="é" * 4000).status_code == 303
    response = send(client, wrong="é" * 4001)
    assert response.status_code == 422
    assert "it has 4,001 characters, and 4,000 can be sent" in response.content.decode()
    assert "é" * 4001 in response.content.decode()
    assert [len(report.text) for report in ErrorReport.objects.all()] == [4000]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b\x07c", "abc"),
        ("🧠 ＆ “quotes” ‮right to left", "🧠 ＆ “quotes” ‮right to left"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
    ],
)
@pytest.mark.usefixtures("summary")
def test_odd_characters_are_no_trouble(client: Client, typed: str, kept: str) -> None:
    assert send(client, wrong=typed).status_code == 303
    assert ErrorReport.objects.get().text == kept


@pytest.mark.usefixtures("summary")
def test_a_program_that_fills_in_everything_is_not_taken_and_a_person_can_send_again(client: Client) -> None:
    response = send(client, **{"leave-empty": "https://spam.example"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "A field that is to stay empty was filled in." in html
    assert "spam.example" not in html
    assert WORDS["wrong"] in html
    assert not ErrorReport.objects.exists()
    assert re.search(
        r'<div class="off-page" aria-hidden="true">.*tabindex="-1" autocomplete="off"', html, re.DOTALL
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
@pytest.mark.usefixtures("summary")
def test_a_form_on_another_site_cannot_send_it(client: Client, headers: dict[str, str]) -> None:
    response = send(client, headers=headers)
    assert response.status_code == 403
    assert WORDS["wrong"] in response.content.decode()
    assert not ErrorReport.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
        {"Origin": "http://testserver"},
        {"Origin": "http://localhost:8000"},
        {},
    ],
)
@pytest.mark.usefixtures("summary")
def test_our_own_form_can(client: Client, headers: dict[str, str]) -> None:
    assert send(client, headers=headers).status_code == 303


@pytest.mark.usefixtures("summary")
def test_a_reader_who_sends_too_many_is_asked_to_wait_and_loses_nothing(client: Client) -> None:
    for _ in range(limits.A_READER):
        assert send(client).status_code == 303
    response = send(client, wrong="One more thing")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 3600
    assert "One more thing" in response.content.decode()
    assert ErrorReport.objects.count() == limits.A_READER
    assert send(client, address="203.0.113.78").status_code == 303


@pytest.mark.usefixtures("summary")
def test_mistakes_do_not_count_against_a_reader(client: Client) -> None:
    for _ in range(limits.A_READER + 1):
        assert send(client, wrong="").status_code == 422
    assert send(client).status_code == 303


def test_an_hour_later_the_reader_may_write_again(summary: Summary) -> None:
    noon = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
    for minute in range(limits.A_READER):
        limits.admit(summary=summary, sender="key", at=noon + datetime.timedelta(minutes=minute))
    with pytest.raises(limits.TooMany) as refused:
        limits.admit(summary=summary, sender="key", at=noon + datetime.timedelta(minutes=59))
    assert refused.value.wait == datetime.timedelta(minutes=1)
    limits.admit(summary=summary, sender="key", at=noon + datetime.timedelta(minutes=60))


def _reports(summary: Summary, count: int, *, at: datetime.datetime, handled: bool) -> None:
    ErrorReport.objects.bulk_create(
        ErrorReport(summary=summary, text="Wrong", at=at, handled_at=at if handled else None)
        for _ in range(count)
    )


def test_the_whole_site_takes_so_many_an_hour(client: Client, summary: Summary) -> None:
    now = timezone.now()
    _reports(summary, limits.THE_SITE, at=now - datetime.timedelta(minutes=20), handled=True)
    response = send(client)
    assert response.status_code == 429
    assert 2300 < int(response.headers["Retry-After"]) <= 2401
    ErrorReport.objects.update(at=now - datetime.timedelta(hours=2))
    assert send(client).status_code == 303


def test_a_summary_takes_so_many_until_editors_have_dealt_with_them(client: Client, summary: Summary) -> None:
    other = make_summary(title="Another")
    _reports(summary, limits.OPEN_A_SUMMARY, at=timezone.now() - datetime.timedelta(days=2), handled=False)
    assert send(client).status_code == 429
    assert send(client, f"/summaries/{other.slug}/report/").status_code == 303
    ErrorReport.objects.filter(summary=summary).update(handled_at=timezone.now())
    assert send(client).status_code == 303


def test_a_forged_forwarding_header_makes_nobody_another_reader(client: Client, summary: Summary) -> None:
    for number in range(limits.A_READER):
        send(client, headers={"X-Forwarded-For": f"198.51.100.{number}"})
    assert send(client, headers={"X-Forwarded-For": "198.51.100.99"}).status_code == 429


def test_behind_a_proxy_of_ours_readers_are_told_apart(
    client: Client, summary: Summary, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = 1
    for number in range(limits.A_READER):
        forged = f"10.0.0.{number}, 198.51.100.1"
        assert send(client, address="127.0.0.1", headers={"X-Forwarded-For": forged}).status_code == 303
    same = {"X-Forwarded-For": "10.9.9.9, 198.51.100.1"}
    assert send(client, address="127.0.0.1", headers=same).status_code == 429
    other = {"X-Forwarded-For": "198.51.100.2"}
    assert send(client, address="127.0.0.1", headers=other).status_code == 303


def everything_kept() -> str:
    """Every value of every table, and all that the cache remembers."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows.append(repr(cursor.fetchall()))
    remembered: Any = cache
    return "".join([*rows, repr(remembered._cache)])


def test_no_network_address_is_kept_anywhere(
    client: Client, summary: Summary, caplog: pytest.LogCaptureFixture
) -> None:
    """Accepted, refused or limited: the address stands in no table, not in the cache, and not in the log."""
    with caplog.at_level("DEBUG"):
        for _ in range(limits.A_READER + 1):
            send(client, headers={"X-Forwarded-For": "198.51.100.44"})
        send(client, wrong="")
    kept = everything_kept()
    assert "the article says 21" in kept
    assert "report-" in kept
    for address in (A_READER, "198.51.100.44"):
        assert address not in kept
        assert address not in caplog.text


@pytest.mark.parametrize("tail", ["report/", "report/thanks/"])
def test_a_draft_and_a_summary_nobody_wrote_have_no_form(client: Client, tail: str) -> None:
    draft = make_summary(title="Not yet", publish=False)
    for slug in (draft.slug, "nothing"):
        assert client.get(f"/summaries/{slug}/{tail}").status_code == 404
    assert send(client, f"/summaries/{draft.slug}/report/").status_code == 404
    assert not ErrorReport.objects.exists()


def test_a_renamed_summary_takes_its_form_along(client: Client, summary: Summary) -> None:
    summary.slug = "better"
    summary.save_revision()
    publishing.publish(record=summary, by=None)
    for tail in ("report/", "report/thanks/"):
        response = client.get(f"/fr/summaries/a-summary/{tail}")
        assert (response.status_code, response.headers["Location"]) == (308, f"/fr/summaries/better/{tail}")
    assert send(client).status_code == 308  # the browser sends the same again to the new address


def test_a_title_in_another_language_says_so(client: Client) -> None:
    make_summary(title="Un résumé", slug="un-resume", language="fr")
    html = client.get("/summaries/un-resume/report/").content.decode()
    assert re.search(r'<a href="/summaries/un-resume/" lang="fr"[^>]*>Un résumé</a>', html)


@pytest.mark.usefixtures("summary")
def test_other_methods_are_refused(client: Client) -> None:
    assert client.put(WHERE).status_code == 405
    assert client.head(WHERE).status_code == 200
    assert client.post(f"{WHERE}thanks/").status_code == 405


def test_a_report_moves_no_edition(client: Client, summary: Summary) -> None:
    from apercu.content import changes

    before = changes.edition()
    send(client)
    assert changes.edition() == before


def test_old_reports_that_were_dealt_with_are_forgotten_when_the_next_one_comes(
    client: Client, summary: Summary
) -> None:
    now = timezone.now()
    for text, days, handled in [("old", 184, True), ("recent", 182, True), ("waits", 400, False)]:
        at = now - datetime.timedelta(days=days)
        ErrorReport.objects.create(summary=summary, text=text, at=at, handled_at=at if handled else None)
    send(client, wrong="new")
    assert {report.text for report in ErrorReport.objects.all()} == {"recent", "waits", "new"}


@pytest.mark.usefixtures("summary")
def test_a_file_sent_along_is_kept_nowhere(client: Client, settings: Any) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = "/nowhere"  # where a large upload would be written
    large = SimpleUploadedFile("large.bin", b"x" * (settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1))
    assert send(client, anything=large).status_code == 303
    assert ErrorReport.objects.get().text == WORDS["wrong"]
