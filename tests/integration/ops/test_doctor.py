"""What `apercu doctor` finds, and how it says to mend it."""

from __future__ import annotations

import datetime
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from apercu.content.models import Change, FollowerMark, Summary
from apercu.mailing.models import MailSettings
from apercu.ops import checking, loops
from apercu.ops.backup import recording
from apercu.ops.checking import Asked, Finding, Level, backups, database, jobs, key, machine, mail, records
from apercu.ops.models import LoopState
from tests.builders import make_summary
from tests.smtp_sink import sinking

pytestmark = pytest.mark.django_db

ASKED = Asked(clock=timezone.now)


def bad(found: Any) -> list[str]:
    return [finding.sentence for finding in found if finding.level is Level.PROBLEM]


def warned(found: Any) -> list[str]:
    return [finding.sentence for finding in found if finding.level is Level.WARNING]


def everybody_seen(at: datetime.datetime) -> None:
    for loop in loops.loops():
        LoopState.objects.update_or_create(name=loop.name, defaults={"succeeded_at": at})


def test_every_finding_that_is_not_good_says_how_to_mend_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_checks", dict(checking._checks))
    checking.register("backup", lambda _asked: 1 / 0)  # type: ignore[arg-type,return-value]
    found = checking.look_at_everything(ASKED)
    assert [one.group for one in found][-1] == "backup"
    assert "ZeroDivisionError" in found[-1].findings[0].sentence
    findings: list[Finding] = [finding for one in found for finding in one.findings]
    assert all(finding.mend for finding in findings if finding.level is not Level.GOOD)


def test_it_says_all_as_json_and_ends_with_one_when_something_is_wrong() -> None:
    out = StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("doctor", "--json", stdout=out)
    assert raised.value.returncode == 1
    said = json.loads(out.getvalue())
    assert said["healthy"] is False
    assert {"settings", "database", "change log", "jobs", "mail"} <= {one["group"] for one in said["groups"]}


def test_a_whole_database_is_good() -> None:
    assert bad(database.look(ASKED)) == []


def test_a_public_page_the_log_does_not_know_is_found_and_the_other_way_round() -> None:
    one, other = make_summary(title="One"), make_summary(title="Other")
    assert bad(records.look_at_log(ASKED)) == []
    Change.objects.filter(object_type="summary", object_id=one.pk).delete()
    Summary._base_manager.filter(pk=other.pk).update(live=False)
    unknown, gone = bad(records.look_at_log(ASKED))
    assert (
        unknown == f"1 records of the kind “summary” are public and the change log does not say so: {one.pk}."
    )
    assert gone == f"1 records of the kind “summary” are public by the change log and are not: {other.pk}."


def test_an_index_that_lacks_a_summary_is_found() -> None:
    make_summary(title="Found")
    assert bad(records.look_at_index(ASKED)) == []
    hidden = make_summary(title="Hidden")
    assert bad(records.look_at_index(ASKED)) == []
    Summary._base_manager.filter(pk=hidden.pk).update(live=False)  # behind everybody's back
    (said,) = bad(records.look_at_index(ASKED))
    assert said == "The search index holds 2 summaries and 1 are public."


def test_a_follower_left_behind_or_ahead_of_the_log_is_found() -> None:
    make_summary()
    FollowerMark.objects.update_or_create(name="citations", defaults={"mark": 10**9})
    (said,) = bad(records.look_at_followers(ASKED))
    assert said.startswith("“citations” has come to change 1000000000 of ")


def test_jobs_that_nobody_does_or_that_fail_are_found() -> None:
    now = timezone.now()
    assert len(bad(jobs.look(ASKED))) == len(loops.loops())
    everybody_seen(now)
    assert bad(jobs.look(ASKED)) == []
    LoopState.objects.filter(name="publishing").update(succeeded_at=now - datetime.timedelta(minutes=20))
    LoopState.objects.filter(name="tidying").update(failures=2, failure="OperationalError")
    silent, failing = sorted(bad(jobs.look(ASKED)), key=lambda said: "fails" in said)
    assert silent.startswith("The loop “publishing” was last seen on ")
    assert failing == "The loop “tidying” fails: 2 times in a row, last with OperationalError."


def test_backups_that_are_old_missing_or_fail_are_found() -> None:
    now = timezone.now()

    def said() -> list[str]:
        return [finding.sentence for finding in backups.look(ASKED) if finding.level is not Level.GOOD]

    assert said() == ["No backup of this site was ever made."]
    recording.made(at=now)
    assert said() == []
    recording.failed(at=now)
    assert said() == ["The last 1 backups could not be made."]
    recording.made(at=now - datetime.timedelta(days=3))
    (old,) = said()
    assert old.startswith("The last backup was made on ")


def test_a_clock_that_is_wrong_is_found() -> None:
    make_summary()
    assert bad(machine.look_at_clock(ASKED)) == []
    yesterday = Asked(clock=lambda: timezone.now() - datetime.timedelta(days=1))
    on_disk, in_log = bad(machine.look_at_clock(yesterday))
    assert "on the disk of the data folder" in on_disk
    assert in_log.startswith("The last change is of ")


def test_a_key_that_others_may_read_and_data_that_anybody_may_write_are_found(
    tmp_path: Path, settings: Any
) -> None:
    settings.DATA = tmp_path
    for name in ("secret-key", "apercu.sqlite3"):
        (tmp_path / name).touch(mode=0o600)
    (tmp_path / "secret-key").chmod(0o644)
    (tmp_path / "apercu.sqlite3").chmod(0o666)
    said = bad(machine.look_at_files(ASKED))
    assert said[0] == f"Others may read {tmp_path / 'secret-key'}, by which logins are signed."
    assert said[1] == f"Anybody on this machine may write to {tmp_path / 'apercu.sqlite3'}."


def test_a_mail_server_is_spoken_to_only_when_asked_for(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    assert bad(mail.look(ASKED)) == []
    (said,) = bad(mail.look(Asked(clock=timezone.now, mail=True)))
    assert said.startswith("The mail server does not let us in: ")


def test_a_mail_server_that_lets_us_in_is_good_and_a_missing_sender_and_address_are_found(
    settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    asked = Asked(clock=timezone.now, mail=True)
    with sinking(tmp_path) as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        found = list(mail.look(asked))
        assert found[0].sentence == "The mail server answers and lets us in."
        assert warned(found) == ["Nobody is named as the sender of the digest."]
        told = MailSettings.load()
        told.sender = "digest@aperçu.example"
        told.save()
        found = list(mail.look(asked))
    assert warned(found) == ["There is no postal address, which mail law asks for in every mailing."]
    assert "_dmarc.xn--aperu-1ra.example" in found[-1].sentence


def test_an_address_without_https_is_found(settings: Any) -> None:
    from apercu.ops.checking.settings import look

    settings.SITE_URL = "http://digest.example.org"
    assert any("is not https" in said for said in bad(look(ASKED)))


def test_a_login_that_another_node_signed_with_another_key_is_found(settings: Any) -> None:
    def log_somebody_in() -> None:
        session = SessionStore()
        session["who"] = "somebody"
        session.save()

    log_somebody_in()
    assert warned(key.look(ASKED)) == []
    with override_settings(SECRET_KEY="the key of another node, long enough to be one"):
        log_somebody_in()
    assert warned(key.look(ASKED)) == [
        "1 of the 2 newest logins were signed with another key than this node's."
    ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
def test_postgresql_tells_its_release_and_a_server_that_is_not_durable_is_found() -> None:
    found = list(database.look(ASKED))
    assert found[0].sentence.startswith("PostgreSQL ")
    assert "connections are in use" in found[0].sentence
    (said,) = warned(found)  # the suite's own server need not outlive the machine
    assert said.startswith("fsync or full_page_writes is off")
