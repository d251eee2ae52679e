"""Subscribers on the desk: who may see them, finding somebody, the acts on request, lists in and out."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from apercu.editing import roles
from apercu.editing.audit.models import Event
from apercu.editing.subscribers import launching
from apercu.mailing import consent, subscribing
from apercu.mailing.bringing import inviting, uploads
from apercu.mailing.models import (
    Bounce,
    ConsentEvent,
    Delivery,
    Mailing,
    Subscriber,
    SubscriberImport,
    SubscriberImportRow,
    Suppression,
)
from apercu.mailing.subscribing import Choices
from tests.builders import make_topic
from tests.integration.editing.roles import desk_of
from tests.integration.mailing.importing import subscribed, table
from tests.samples import subscribers

pytestmark = pytest.mark.django_db

LIST, IMPORTS, EXPORT = "/desk/subscribers/", "/desk/subscribers/imports/", "/desk/subscribers/export/"
CSV = "email,state,consent_source,consent_at\n"
ACTS = ("take-off", "unblock", "ask-again", "data", "erase")


@pytest.fixture(autouse=True)
def site(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of its own, and work that is done before the request is answered."""
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    monkeypatch.setattr(launching, "start", lambda pk: uploads.work(pk=pk, clock=timezone.now))


@pytest.fixture
def chief() -> Client:
    return desk_of("editor-in-chief")


def page_of(one: Subscriber) -> str:
    return f"{LIST}{one.pk}/"


def html(client: Client, path: str, **asked: str) -> str:
    response = client.get(path, asked)
    assert response.status_code == 200, path
    return response.content.decode()


def bring(client: Client, text: str, name: str = "list.csv", **data: str) -> SubscriberImport:
    response = client.post(IMPORTS, {"file": SimpleUploadedFile(name, text.encode()), **data})
    assert response.status_code == 302, response.content.decode()
    return SubscriberImport.objects.get(pk=int(response.headers["Location"].rstrip("/").rpartition("/")[2]))


def done() -> list[tuple[str, str]]:
    """What the record of who did what has of subscribers."""
    found = Event.objects.filter(what__startswith="subscriber").order_by("pk")
    return list(found.values_list("what", "by__username"))


@pytest.mark.parametrize("role", ["author", "reviewer", "operator"])
def test_only_an_editor_in_chief_reads_addresses(role: str) -> None:
    one = subscribed("anna@x.example")
    other = desk_of(role)
    assert (
        not get_user_model().objects.get(username=f"{role}@example.org").has_perm("mailing.view_subscriber")
    )
    gets = (LIST, IMPORTS, f"{IMPORTS}1/", page_of(one), f"{LIST}999/", f"{page_of(one)}erase/")
    posts = (EXPORT, IMPORTS, *(f"{page_of(one)}{act}/" for act in ACTS))
    assert {other.get(path).headers["Location"] for path in gets} == {"/desk/"}
    assert {other.post(path, {"reason": "x"}).headers["Location"] for path in posts} == {"/desk/"}
    assert "Subscribers" not in other.get("/desk/").content.decode()
    one.refresh_from_db()
    assert one.state == "active"
    assert done() == []


def test_nobody_may_add_a_subscriber_by_hand() -> None:
    names = {right for role in roles.ROLES for right in role.rights}
    assert "mailing.add_subscriber" not in names


def test_the_menu_has_a_group_for_mail(chief: Client) -> None:
    assert '"Subscribers"' in html(chief, "/desk/")


def test_the_list_counts_and_finds(chief: Client) -> None:
    empathy = make_topic(name="Empathy")
    subscribed("anna@x.example", Choices(topics=(empathy.slug,), often="alerts"))
    left = subscribed("Béa@x.example")
    subscribing.leave(subscriber=left, source="x", at=timezone.now())
    bounced = subscribed("carl@y.example")
    Subscriber.objects.filter(pk=bounced.pk).update(blocked="bounced")
    subscribing.ask(
        email="dora@y.example", choices=Choices(), said="Yes.", said_in="en", source="s", at=timezone.now()
    )
    page = html(chief, LIST)
    for said in ("<b>1</b> get the mail", "<b>1</b> not confirmed yet", "<b>1</b> have left", "<b>1</b> mail bounces", "<b>0</b> complained"):  # fmt: skip
        assert said in page

    def found(**asked: str) -> set[str]:
        shown = html(chief, LIST, **asked)
        return {one.email for one in Subscriber.objects.all() if f">{one.email}<" in shown}

    assert found(q="@Y.EX") == {"carl@y.example", "dora@y.example"}
    assert found(q="BÉA@x.example") == {"Béa@x.example"}
    assert found(state="left") == {"Béa@x.example"}
    assert found(reach="bounced") == {"carl@y.example"}
    assert found(reach="yes", state="active") == {"anna@x.example"}
    assert found(often="alerts") == {"anna@x.example"}
    assert found(topic=empathy.slug) == {"anna@x.example"}
    assert found(state="nonsense") == {one.email for one in Subscriber.objects.all()}


def test_the_lists_length_costs_no_query(chief: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(3):
        subscribed(f"n{number}@x.example")
    html(chief, LIST)
    with django_assert_max_num_queries(60) as few:
        html(chief, LIST)
    for number in range(3, 30):
        subscribed(f"n{number}@x.example")
    with django_assert_max_num_queries(len(few)):
        html(chief, LIST)


def test_a_persons_page_has_choices_evidence_mail_and_bounces(chief: Client) -> None:
    one = subscribed("anna@x.example", Choices(language="fr"))
    mailing = Mailing.objects.create(name="m", subject="June", subject_fr="Juin", created_at=timezone.now())
    copy = Delivery.objects.create(
        mailing=mailing, subscriber=one, language="fr", state="sent", next_at=timezone.now()
    )
    Bounce.objects.create(
        subscriber=one,
        delivery=copy,
        kind="soft",
        at=timezone.now(),
        status="4.2.2",
        said="full",
        source="x",
        identity="i",
    )
    page = html(chief, page_of(one))
    for said in ("anna@x.example", "French", "I agree.", "https://x.example/c/", "asked for the mail", "Juin", "4.2.2", "full"):  # fmt: skip
        assert said in page
    assert page.index("asked for the mail") < page.index(">confirmed<")


def test_taking_somebody_off_needs_a_reason_and_leaves_evidence(chief: Client) -> None:
    one = subscribed("anna@x.example")
    chief.post(f"{page_of(one)}take-off/", {"reason": "  "})
    one.refresh_from_db()
    assert (one.state, done()) == ("active", [])
    chief.post(f"{page_of(one)}take-off/", {"reason": "She rang us."})
    one.refresh_from_db()
    assert (one.state, one.left_at is not None) == ("left", True)
    event = ConsentEvent.objects.filter(subscriber=one).latest("pk")
    assert (event.kind, event.source, event.details) == (
        "left",
        "desk: editor-in-chief@example.org",
        {"reason": "She rang us."},
    )
    assert done() == [("subscriber-taken-off", "editor-in-chief@example.org")]
    assert "She rang us." in html(chief, page_of(one))


def test_a_block_is_taken_back_and_who_left_stays_gone(chief: Client) -> None:
    one = subscribed("anna@x.example")
    subscribing.leave(subscriber=one, source="x", at=timezone.now())
    Subscriber.objects.update(blocked="bounced", blocked_at=timezone.now())
    chief.post(f"{page_of(one)}unblock/", {"reason": "Their server was down."})
    one.refresh_from_db()
    assert (one.state, one.blocked, one.blocked_at) == ("left", "", None)
    event = ConsentEvent.objects.filter(subscriber=one).latest("pk")
    assert (event.kind, event.details) == ("unblocked", {"reason": "Their server was down.", "was": "bounced"})  # fmt: skip
    assert done() == [("subscriber-unblocked", "editor-in-chief@example.org")]


def test_no_act_of_the_desk_subscribes_anybody(chief: Client) -> None:
    """Of everybody who is not subscribed, whatever is pressed: nobody becomes subscribed."""
    at = timezone.now() - datetime.timedelta(days=3)
    for number in range(4):
        subscribing.ask(email=f"p{number}@x.example", choices=Choices(), said="Yes.", said_in="en", source="s", at=at)  # fmt: skip
    left = subscribed("left@x.example", at=at)
    subscribing.leave(subscriber=left, source="x", at=at)
    for one in Subscriber.objects.all():
        for act in ("ask-again", "unblock", "take-off", "data"):
            chief.post(f"{page_of(one)}{act}/", {"reason": "x"})
    assert not Subscriber.objects.filter(state="active").exists()


def test_the_mail_to_confirm_can_be_sent_again_once_a_day(chief: Client) -> None:
    at = timezone.now() - datetime.timedelta(days=3)
    subscribing.ask(email="p@x.example", choices=Choices(), said="Yes.", said_in="en", source="s", at=at)
    one = Subscriber.objects.get()
    chief.post(f"{page_of(one)}ask-again/")
    assert inviting.waiting() == 1
    again = chief.post(f"{page_of(one)}ask-again/", follow=True).content.decode()
    assert "They were asked less than a day ago." in again
    assert done() == [("subscriber-asked-again", "editor-in-chief@example.org")]


def test_erasing_asks_first_and_no_import_brings_them_back(chief: Client) -> None:
    one = subscribed("anna@x.example")
    brought = bring(chief, CSV + "anna@x.example,,,\n")
    assert "Everything about anna@x.example is deleted" in html(chief, f"{page_of(one)}erase/")
    chief.post(f"{page_of(one)}erase/")
    assert not Subscriber.objects.exists()
    assert Suppression.objects.count() == 1
    # What was written about them elsewhere names them no more.
    assert "anna@x.example" not in html(chief, f"{IMPORTS}{brought.pk}/", outcome="all")
    assert "anna@x.example" not in "".join(Event.objects.values_list("detail", flat=True))
    again = bring(chief, CSV + "anna@x.example,active,form,2024-01-01\n")
    chief.post(f"{IMPORTS}{again.pk}/", {"import": "1"})
    assert not Subscriber.objects.exists()


def test_a_persons_data_is_downloaded_and_that_is_on_record(chief: Client) -> None:
    one = subscribed("anna@x.example")
    response = chief.post(f"{page_of(one)}data/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="subscriber.json"'
    assert json.loads(response.content)["email"] == "anna@x.example"
    assert done() == [("subscriber-data-taken", "editor-in-chief@example.org")]


def test_the_export_is_a_table_and_on_record_and_a_link_cannot_fetch_it(chief: Client) -> None:
    subscribed("anna@x.example")
    assert chief.get(EXPORT).status_code == 405
    response = chief.post(EXPORT)
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert [row["email"] for row in table(text)] == ["anna@x.example"]
    assert "no-store" in response.headers["Cache-Control"]  # addresses stay in no browser's cache
    assert done() == [("subscribers-exported", "editor-in-chief@example.org")]
    report = html(chief, "/desk/reports/who-did-what/", group="subscribers")
    assert "<td>all subscribers exported</td>" in report
    assert "<td>signed in</td>" not in report


def stored() -> list[str]:
    from django.conf import settings

    folder = settings.DATA / uploads.FOLDER
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_list_is_tried_out_then_imported_and_the_report_stays(chief: Client) -> None:
    brought = bring(
        chief,
        CSV + "anna@x.example,active,form,2024-01-01\nbob@x.example,,,\nnonsense,,,\ncarl@x.example,left,,\n",
    )
    assert (brought.stage, stored()) == ("rehearsed", [brought.stored_as])
    assert not Subscriber.objects.exists()
    page = html(chief, f"{IMPORTS}{brought.pk}/")
    assert "What would happen" in page
    assert "What stands under “email” is no address" in page
    assert "None of these mails leaves before" in page
    said = list(SubscriberImportRow.objects.values_list("line", "outcome"))
    chief.post(f"{IMPORTS}{brought.pk}/", {"import": "1"})
    brought.refresh_from_db()
    assert (brought.stage, stored()) == ("imported", [])
    assert list(SubscriberImportRow.objects.values_list("line", "outcome")) == said
    assert "What happened" in html(chief, f"{IMPORTS}{brought.pk}/")
    assert "anna@x.example" in html(chief, f"{IMPORTS}{brought.pk}/", outcome="subscribed")
    assert chief.get(f"{IMPORTS}{brought.pk}/", {"outcome": "nonsense"}).status_code == 404
    invited = Subscriber.objects.get(email="bob@x.example").consent_events.get()
    assert invited.text is not None
    assert invited.text.words == consent.words("en", publisher="Aperçu")
    assert done() == [("subscribers-imported", "editor-in-chief@example.org")]
    chief.post(f"{IMPORTS}{brought.pk}/", {"discard": "1"})
    assert SubscriberImport.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        ("name\nAnna\n", "names no column “email”"),
        ("PK\x03\x04\0\0", "This is no text file"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence_and_not_kept(chief: Client, content: str, said: str) -> None:  # fmt: skip
    response = chief.post(IMPORTS, {"file": SimpleUploadedFile("x.csv", content.encode())})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not SubscriberImport.objects.exists()
    assert stored() == []


def test_a_file_nobody_wants_is_removed(chief: Client) -> None:
    brought = bring(chief, CSV + "a@x.example,,,\n")
    assert uploads.path_of(brought).stat().st_mode & 0o077 == 0
    chief.post(f"{IMPORTS}{brought.pk}/", {"discard": "1"})
    assert not SubscriberImport.objects.exists()
    assert stored() == []
    again = bring(chief, CSV + "a@x.example,,,\n")
    uploads.discard_forgotten(at=timezone.now() + datetime.timedelta(days=8))
    assert stored() == []
    chief.post(f"{IMPORTS}{again.pk}/", {"import": "1"})
    again.refresh_from_db()
    assert not Subscriber.objects.exists()
    assert "The file is not there any more." in html(chief, f"{IMPORTS}{again.pk}/")


class Killed(BaseException):
    """What a process that is killed looks like from inside: nothing handles it."""


def test_an_import_that_is_broken_off_goes_on_from_there(
    chief: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = subscribers.write(tmp_path / "long.csv", 600).read_text("utf-8")
    brought = bring(chief, text)
    uploads.decide_to_import(brought=brought, by=None)
    write = uploads._write
    beats: list[int] = []

    def dying(beaten: SubscriberImport, **changed: Any) -> None:
        if beats:
            raise Killed
        beats.append(1)
        write(beaten, **changed)

    with monkeypatch.context() as patched:
        patched.setattr(uploads, "_write", dying)
        with pytest.raises(Killed):
            uploads.work(pk=brought.pk, clock=timezone.now)
    brought.refresh_from_db()
    assert (brought.stage, brought.done, brought.rows.count()) == ("importing", 500, 500)
    response = chief.get(f"{IMPORTS}{brought.pk}/")
    assert response.headers["Refresh"] == "3"  # its lease still runs: somebody may be at it
    SubscriberImport.objects.update(leased_until=timezone.now() - datetime.timedelta(seconds=1))
    assert "Stopped at row 500" in html(chief, f"{IMPORTS}{brought.pk}/")
    chief.post(f"{IMPORTS}{brought.pk}/", {"resume": "1"})
    brought.refresh_from_db()
    assert (brought.stage, brought.rows.count()) == ("imported", 600)
    assert sum(brought.counts["outcomes"].values()) == 600
    assert Subscriber.objects.count() == sum(
        number for name, number in subscribers.expected(600).items() if name not in ("failed", "doubled")
    )


def test_two_who_work_on_one_list_do_not_do_it_twice(chief: Client) -> None:
    brought = bring(chief, CSV + "a@x.example,,,\n")
    uploads.decide_to_import(brought=brought, by=None)
    slow = uploads._claimed(brought.pk, timezone.now() - datetime.timedelta(minutes=5))
    assert slow is not None
    assert uploads._claimed(brought.pk, timezone.now()) is not None
    uploads.work(pk=brought.pk, clock=timezone.now)
    with pytest.raises(uploads.LeaseLost):
        uploads._run(slow, timezone.now)
    assert not Subscriber.objects.exists()


def test_what_goes_wrong_is_told_without_an_address(
    chief: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(**_how: Any) -> None:
        raise ValueError("secret@x.example")

    monkeypatch.setattr(uploads, "run", failing)
    brought = bring(chief, CSV + "secret@x.example,,,\n")
    assert (brought.stage, stored()) == ("failed", [])
    assert "Something went wrong on the server." in html(chief, f"{IMPORTS}{brought.pk}/")
    assert "secret@x.example" not in caplog.text + brought.problem


def test_choices_are_updated_only_when_ticked(chief: Client) -> None:
    one = subscribed("anna@x.example")
    text = "email,language\nanna@x.example,fr\n"
    for ticked, language in (({}, "en"), ({"update_choices": "on"}, "fr")):
        brought = bring(chief, text, **ticked)
        chief.post(f"{IMPORTS}{brought.pk}/", {"import": "1"})
        one.refresh_from_db()
        assert one.language == language


def test_what_a_list_says_is_inert_on_the_desk(chief: Client) -> None:
    wicked = "<script>alert(1)</script>"
    brought = bring(chief, f"email,topics,{wicked}\na@x.example,{wicked},x\n", name=f"{wicked}.csv")
    for path in (IMPORTS, f"{IMPORTS}{brought.pk}/"):
        assert "<script>alert" not in html(chief, path)


def test_the_screens_speak_french(chief: Client) -> None:
    user = get_user_model().objects.get(username="editor-in-chief@example.org")
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "fr"})
    one = subscribed("anna@x.example")
    assert "reçoivent les courriels" in html(chief, LIST)
    assert "Preuves du consentement" in html(chief, page_of(one))
    brought = bring(chief, CSV + "bob@x.example,,,\n")
    assert "il est donc demandé" in html(chief, f"{IMPORTS}{brought.pk}/", outcome="all")
