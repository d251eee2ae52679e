"""Error reports on the desk: who sees them, what they show, and the button that says one is dealt with."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from apercu.content.models import ErrorReport, Summary
from tests.builders import make_summary
from tests.integration.editing.accounts import account

pytestmark = pytest.mark.django_db

LIST = "/desk/error_reports/"


@pytest.fixture
def editor() -> Client:
    return account("editor", "change_summary")


def report(summary: Summary, text: str = "Twelve should be 21", *, email: str = "") -> ErrorReport:
    return ErrorReport.objects.create(summary=summary, text=text, email=email, at=timezone.now())


def settle(client: Client, record: ErrorReport, **data: str) -> int:
    return client.post(f"{LIST}settle/{record.pk}/", data).status_code


def test_an_editor_sees_every_report_with_its_summary(editor: Client) -> None:
    summary = make_summary(title="Does it help?")
    record = report(summary)
    page = editor.get(LIST).content.decode()
    for part in (
        "Twelve should be 21",
        "Does it help?",
        f"/desk/snippets/content/summary/edit/{summary.pk}/",
    ):
        assert part in page
    whole = editor.get(f"{LIST}inspect/{record.pk}/").content.decode()
    assert "Twelve should be 21" in whole
    assert "/summaries/does-it-help/" in whole


def test_a_reader_who_wants_an_answer_can_be_written_to(editor: Client) -> None:
    record = report(make_summary(), email="reader+digest@example.org")
    page = editor.get(f"{LIST}inspect/{record.pk}/").content.decode()
    assert 'href="mailto:reader%2Bdigest@example.org"' in page
    assert ">reader+digest@example.org</a>" in page


def test_what_a_reader_wrote_is_inert(editor: Client) -> None:
    record = report(make_summary(), text='<script>alert(1)</script>\n\n"><img src=x onerror=alert(1)>')
    for path in (LIST, f"{LIST}inspect/{record.pk}/"):
        page = editor.get(path).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page


def test_one_click_says_that_it_is_dealt_with(editor: Client) -> None:
    record = report(make_summary())
    assert settle(editor, record) == 302
    record.refresh_from_db()
    assert record.handled_at is not None
    assert record.handled_by is not None
    assert record.handled_by.get_username() == "editor"
    first = record.handled_at
    assert settle(account("second", "change_summary"), record) == 302
    record.refresh_from_db()
    assert (record.handled_at, record.handled_by.get_username()) == (first, "editor")


def test_a_click_too_many_can_be_taken_back(editor: Client) -> None:
    record = report(make_summary())
    settle(editor, record)
    assert "Open it again" in editor.get(f"{LIST}inspect/{record.pk}/").content.decode()
    settle(editor, record, again="1")
    record.refresh_from_db()
    assert (record.handled_at, record.handled_by) == (None, None)


def test_the_listing_can_be_narrowed_to_what_is_open(editor: Client) -> None:
    summary = make_summary()
    report(summary, "Still waits")
    settle(editor, report(summary, "Is settled"))
    opened = editor.get(LIST, {"handled": "True"}).content.decode()
    assert "Still waits" in opened
    assert "Is settled" not in opened
    settled = editor.get(LIST, {"handled": "False"}).content.decode()
    assert "Is settled" in settled
    assert "Still waits" not in settled


def test_the_desk_says_how_many_wait(editor: Client) -> None:
    summary = make_summary()
    assert "error report" not in editor.get("/desk/").content.decode().replace("Error reports", "")
    records = [report(summary, str(number)) for number in range(3)]
    home = editor.get("/desk/").content.decode()
    assert "3 error reports wait." in home
    assert "Error reports (3)" in home
    for record in records[:2]:
        settle(editor, record)
    assert "1 error report waits." in editor.get("/desk/").content.decode()


@pytest.mark.parametrize("path", ["", "inspect/{}/", "delete/{}/"])
def test_who_may_not_change_summaries_sees_no_report(path: str) -> None:
    record = report(make_summary())
    for rights in ((), ("change_topic", "change_errorreport", "view_errorreport")):
        other = account(f"other{len(rights)}", *rights)
        assert other.get(LIST + path.format(record.pk)).status_code == 302
        assert settle(other, record) == 302
        assert "Twelve should be" not in other.get("/desk/").content.decode()
        assert "error report waits" not in other.get("/desk/").content.decode()
    record.refresh_from_db()
    assert record.handled_at is None


def test_a_visitor_can_do_nothing(client: Client) -> None:
    record = report(make_summary())
    for response in (client.get(LIST), client.post(f"{LIST}settle/{record.pk}/")):
        assert response.headers["Location"].startswith("/desk/login/")
    record.refresh_from_db()
    assert record.handled_at is None


def test_nobody_writes_or_alters_a_report_on_the_desk() -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("owner", password="pw"))
    record = report(make_summary())
    for path in ("new/", f"edit/{record.pk}/"):
        assert client.get(LIST + path).status_code == 302
        client.post(LIST + path, {"text": "Forged"})
    assert [kept.text for kept in ErrorReport.objects.all()] == ["Twelve should be 21"]


def test_the_click_is_a_form_of_the_desk_and_not_a_link(editor: Client) -> None:
    record = report(make_summary())
    assert editor.get(f"{LIST}settle/{record.pk}/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(get_user_model().objects.get(username="editor"))
    assert settle(strict, record) == 403
    record.refresh_from_db()
    assert record.handled_at is None


@pytest.mark.parametrize("path", ["", "inspect/{}/"])
def test_the_button_on_the_page_carries_what_the_desk_asks_for(editor: Client, path: str) -> None:
    record = report(make_summary())
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(get_user_model().objects.get(username="editor"))
    html = strict.get(LIST + path.format(record.pk)).content.decode()
    form = html.split(f'action="{LIST}settle/{record.pk}/"')[1].split("</form>")[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
    assert token
    assert settle(strict, record, csrfmiddlewaretoken=token[1]) == 302
    record.refresh_from_db()
    assert record.handled_at is not None


def test_a_report_can_be_deleted_at_once(editor: Client) -> None:
    record = report(make_summary(), text="Buy my pills")
    assert editor.get(f"{LIST}delete/{record.pk}/").status_code == 200
    editor.post(f"{LIST}delete/{record.pk}/")
    assert not ErrorReport.objects.exists()


def test_dealing_with_one_forgets_what_was_dealt_with_half_a_year_ago(editor: Client) -> None:
    summary = make_summary()
    long_ago = timezone.now() - datetime.timedelta(days=184)
    ErrorReport.objects.create(summary=summary, text="old", at=long_ago, handled_at=long_ago)
    settle(editor, report(summary, "new"))
    assert [record.text for record in ErrorReport.objects.all()] == ["new"]


def test_a_deleted_summary_takes_its_reports_along() -> None:
    summary = make_summary()
    report(summary)
    summary.delete()
    assert not ErrorReport.objects.exists()
