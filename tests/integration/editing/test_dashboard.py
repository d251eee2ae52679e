"""The desk's first page: how far the month is, what waits, what has a date; and each leads to where one acts."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.html import strip_tags

from apercu.content import due, error_reports, publishing
from apercu.content.models import Digest, Summary
from apercu.content.months_work import work_on
from apercu.content.submitting import submit
from apercu.editing.dashboard.panel import sentence
from apercu.importing.models import Batch
from tests.builders import make_digest, make_summary
from tests.integration.editing.roles import desk_of, make_roles, member

pytestmark = pytest.mark.django_db

MONTH = datetime.date(2021, 6, 1)


def this_month() -> datetime.date:
    return timezone.localdate().replace(day=1)


def first_page(desk: Client) -> str:
    page = desk.get("/desk/").content.decode()
    return re.sub(r"\s+", " ", page[page.index("<main") :])


def told(month: datetime.date = MONTH) -> str:
    work = work_on(month)
    assert work is not None
    return sentence(work)


def test_a_month_tells_how_far_it_is() -> None:
    make_roles()
    digest = make_digest(month=MONTH, teaser="", publish=False)
    assert told() == "No summary yet; the teaser is missing."
    make_summary(digest=digest, position=1)
    in_review = make_summary(digest=digest, position=2, publish=False)
    make_summary(digest=digest, position=3, gist="", topics=[], publish=False)
    submit(record=in_review, by=member("author"))
    assert told() == "2 of 3 written, 1 in review, 1 public; the teaser is missing."
    work = work_on(MONTH)
    assert work is not None
    assert [one.lacks != () for one in work.summaries] == [False, False, True]
    assert [problem.code for problem in work.summaries[2].lacks] == ["gist-missing", "topic-missing"]


def test_it_reads_drafts_and_not_only_rows() -> None:
    """A public summary that a draft moves here counts here; its title is the draft's."""
    digest = make_digest(month=MONTH, publish=False)
    moved = make_summary(title="Old title", digest=make_digest(month=datetime.date(2021, 5, 1)))
    moved.digest, moved.title, moved.gist = digest, "New title", ""
    moved.save_revision(clean=False)
    gone = make_summary(digest=digest, title="On its way out")
    gone.digest = None
    gone.save_revision(clean=False)
    digest.teaser = "<p></p>"
    digest.save_revision(clean=False)
    work = work_on(MONTH)
    assert work is not None
    assert [one.title for one in work.summaries] == ["New title"]
    assert [problem.code for problem in work.summaries[0].lacks] == ["gist-missing"]
    assert not work.teaser_is_written


def test_a_scheduled_and_a_public_month_say_so() -> None:
    digest = make_digest(month=MONTH, legacy=True, publish=False)
    make_summary(digest=digest)
    digest.go_live_at = timezone.now() + datetime.timedelta(days=3)
    digest.save_revision(clean=False).publish()
    assert told().startswith("1 of 1 written, 1 public; it becomes public on ")
    other = datetime.date(2021, 7, 1)
    make_digest(month=other)
    assert told(other) == "No summary yet; the month is public."


def test_where_there_is_no_month_it_can_be_begun(desk: Client) -> None:
    page = first_page(desk)
    assert "Nobody has begun this month’s digest." in strip_tags(page)
    answer = desk.post("/desk/begin-month/", {"month": f"{this_month():%Y-%m}"})
    digest = Digest.objects.get()
    assert (digest.month, digest.live) == (this_month(), False)
    assert answer["Location"].endswith(f"/digest/edit/{digest.pk}/")
    desk.post("/desk/begin-month/", {"month": f"{this_month():%Y-%m}"})
    assert Digest.objects.count() == 1
    assert "No summary yet; the teaser is missing." in first_page(desk)
    assert desk.post("/desk/begin-month/", {"month": "next"}).status_code == 404
    assert desk.get("/desk/begin-month/").status_code == 405


def test_an_author_may_not_begin_a_month_but_may_write() -> None:
    desk = desk_of("author")
    page = first_page(desk)
    assert "Begin this month" not in page
    assert "/desk/snippets/content/summary/add/" in page
    assert desk.post("/desk/begin-month/", {"month": "2021-06"}).status_code in (302, 403)
    assert not Digest.objects.exists()


def test_everything_that_waits_leads_to_where_one_acts(desk: Client) -> None:
    make_roles()
    digest = make_digest(month=this_month(), publish=False)
    reviewed = make_summary(title="Please look at this", digest=digest, publish=False)
    submit(record=reviewed, by=member("author"))
    returned = make_summary(title="Mend this", publish=False)
    submit(record=returned, by=get_user_model().objects.get(username="author@example.org"))
    returned.current_workflow_state.current_task_state.reject(user=member("reviewer"))
    make_summary(title="Old and thin", legacy=True, gist="")
    soon = make_summary(title="For tomorrow", publish=False)
    soon.go_live_at = timezone.now() + datetime.timedelta(days=1)
    soon.save_revision(clean=False).publish()
    missed = make_summary(title="Missed its day", publish=False)
    missed.go_live_at = timezone.now() + datetime.timedelta(days=1)
    missed.save_revision(clean=False).publish()
    missed.revisions.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - datetime.timedelta(hours=2)
    )
    error_reports.receive(summary=reviewed, text="A typo", email="", at=timezone.now())
    Batch.objects.create(started_at=timezone.now(), totals={"created": 30, "updated": 2, "failed": 1})
    page = first_page(desk)
    text = strip_tags(page)
    assert "Please look at this – In review" in text
    assert "Mend this – Sent back by its reviewer" in text
    assert "1 error report waits." in text
    assert "1 entry from before the rules still lacks something." in text
    assert "Missed its day – was due on" in text
    assert text.index("Missed its day – was due") < text.index("For tomorrow")
    assert "30 created, 2 updated." in text
    assert "1 entry failed." in text
    for summary in (reviewed, returned, soon, missed):
        assert f"/desk/snippets/content/summary/edit/{summary.pk}/" in page
    (address,) = re.findall(r'href="([^"]+lacks=old-rules)"', page)
    shown = desk.get(address).content.decode()
    assert "Old and thin" in shown
    assert "Please look at this" not in shown


def test_other_months_are_named_and_the_rest_counted(desk: Client) -> None:
    for number in range(1, 12):
        make_digest(month=datetime.date(2020, number, 1), publish=False)
    text = strip_tags(first_page(desk))
    assert "November 2020" in text
    assert "3 more" in text


def fill(count: int) -> None:
    """An archive, with work of every kind in it."""
    author = get_user_model().objects.filter(username="author@example.org").first() or member("author")
    digest = Digest.objects.filter(month=this_month()).first() or make_digest(
        month=this_month(), publish=False
    )
    for _number in range(count):
        make_summary(digest=digest)
        make_summary(digest=digest, gist="", publish=False)
        make_summary(legacy=True, topics=[])
        submit(record=make_summary(digest=digest, publish=False), by=author)
        soon = make_summary(publish=False)
        soon.go_live_at = timezone.now() + datetime.timedelta(days=1)
        soon.save_revision(clean=False).publish()
        changed = make_summary(digest=digest)
        changed.save_revision(clean=False)
        error_reports.receive(summary=changed, text="A typo", email="", at=timezone.now())


def test_its_queries_are_as_many_whatever_the_archive_holds(desk: Client) -> None:
    make_roles()
    counts = []
    for more in (1, 4):
        fill(more)
        ContentType.objects.clear_cache()
        desk.get("/desk/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get("/desk/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 60, counts


def test_the_menu_has_what_a_digest_needs_and_nothing_else(desk: Client) -> None:
    page = desk.get("/desk/").content.decode()
    for word in ("Summaries", "Digests", "Articles", "Topics", "People", "Error reports"):
        assert word in page
    for word in (
        "Snippets",
        "Aging pages",
        "Locked pages",
        "Page types usage",
        "Collections",
        "Editor Guide",
    ):
        assert f'"{word}"' not in page, word
    for kept in ("Users", "Groups", "Workflows", "Site history"):
        assert f'"{kept}"' in page, kept


def test_it_speaks_french(desk: Client) -> None:
    make_digest(month=MONTH, teaser="", publish=False)
    with translation.override("fr"):
        assert told() == "Pas encore de résumé\u202f; l’accroche manque."


def test_publishing_the_month_from_its_form_clears_it_from_the_page(desk: Client) -> None:
    digest = make_digest(month=this_month(), legacy=False, publish=False)
    make_summary(digest=digest, publish=False)
    publishing.publish(record=digest, by=None)
    assert Summary.objects.get().live
    assert "1 of 1 written, 1 public; the month is public." in first_page(desk)


def test_who_may_only_read_is_given_no_way_to_change() -> None:
    digest = make_digest(month=this_month(), publish=False)
    make_summary(title="In the month", digest=digest, publish=False)
    page = first_page(desk_of("operator"))
    assert "In the month – Draft, complete" in strip_tags(page)
    assert "Nobody has begun" not in page
    assert "/edit/" not in page
    assert f"/summary/edit/{Summary.objects.get().pk}/" in first_page(desk_of("author"))


def test_nobody_without_a_login_sees_it(client: Client) -> None:
    assert client.get("/desk/").status_code == 302


def test_a_person_without_the_right_is_not_told_of_reports() -> None:
    summary = make_summary()
    error_reports.receive(summary=summary, text="A typo", email="", at=timezone.now())
    assert "error report" not in strip_tags(first_page(desk_of("operator")))
    assert "1 error report waits." in strip_tags(first_page(desk_of("reviewer")))


def test_what_was_due_and_failed_says_why(desk: Client) -> None:
    soon = timezone.now() + datetime.timedelta(days=1)
    summary = make_summary(title="Waits for its article", publish=False)
    summary.go_live_at = soon
    summary.save_revision(clean=False).publish()
    article = summary.summary_articles.get().article
    article.title = " "
    article.save()
    due.publish_due(clock=lambda: soon + datetime.timedelta(minutes=5))
    page = first_page(desk)
    assert "and could not be published: Complete the article" in strip_tags(page)
    assert "/desk/scheduled/" in page
