"""Every rule that blocks publishing, at every door by which something becomes public.

One table: the rules stand in `BREAKS` (how to break a finished draft in exactly that way), the doors in `DOORS`
(how somebody would try to publish it). Whatever the door, what is broken stays out of sight and the refusal
is told; and each door lets through what is not broken, so that none of them is simply shut.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apercu.content import changes, due, publishing, rules, scheduling
from apercu.content.models import Digest, FormerAddress, Summary
from apercu.editing.review import setting_up
from apercu.importing.options import Options
from apercu.importing.running import run
from tests.builders import make_digest, make_summary, make_topic, make_type
from tests.desk_forms import filled

pytestmark = pytest.mark.django_db

# A day ahead of the real clock, so that a date is never past when it is set, however long the suite takes.
NOW = timezone.now().replace(microsecond=0) + datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)

Record = Summary | Digest
Told = set[str]  # the codes, or sentences, of the refusal


# --- the rules: a finished draft, broken in one way ---


def without(**fields: Any) -> Callable[[Record], None]:
    """Breaks the latest draft itself: its text, its children, its topics."""

    def breaks(record: Record) -> None:
        revision = record.latest_revision
        revision.content |= fields
        revision.save()

    return breaks


def its_article_loses_its_year(record: Record) -> None:
    article = record.summary_articles.get().article
    article.year = None
    article.save()


def its_slug_was_another_summarys(record: Record) -> None:
    FormerAddress.objects.create(object_type="summary", slug=record.slug, object_id="999")


def its_month_is_anothers(record: Record) -> None:
    other = make_digest(month=datetime.date(2019, 1, 1), publish=False)
    without(month=f"{other.month}")(record)


def its_summaries_go_elsewhere(record: Record) -> None:
    record.summaries.all().delete()


BREAKS: dict[str, Callable[[Record], None]] = {
    "title-missing": without(title=""),
    "slug-missing": without(slug=""),
    "slug-taken": its_slug_was_another_summarys,
    "gist-missing": without(gist=""),
    "body-missing": without(body="<p></p>"),
    "implications-missing": without(implications="<p> </p>"),
    "author-missing": without(summary_authors=[]),
    "topic-missing": without(topics=[]),
    "type-missing": without(types=[]),
    "language-missing": without(language="xx"),
    "article-missing": without(summary_articles=[]),
    "article-incomplete": its_article_loses_its_year,
    "month-missing": without(month=None),
    "month-taken": its_month_is_anothers,
    "teaser-missing": without(teaser=""),
    "summary-missing": its_summaries_go_elsewhere,
}
OF_A_DIGEST = {"month-missing", "month-taken", "teaser-missing", "summary-missing"}
# An empty slug is filled in from the title on the way, so a door may let it through: with a slug.
MENDED_ON_THE_WAY = {"slug-missing"}


def finished(code: str) -> Record:
    """A draft with nothing wrong; a digest has one summary that is ready."""
    if code not in OF_A_DIGEST:
        return make_summary(title="Finished", publish=False)
    digest = make_digest(legacy=False, publish=False)
    make_summary(title="Ready", digest=digest, publish=False)
    return digest


# --- the doors: somebody tries to publish the latest draft ---


@dataclass(frozen=True)
class Somebody:
    """Who tries: logged in on the desk as one who may do everything there."""

    desk: Client
    user: Any


def address(record: Record, view: str, *more: Any) -> str:
    return reverse(f"wagtailsnippets_content_{record._meta.model_name}:{view}", args=[record.pk, *more])


def codes(refusal: rules.Unpublishable) -> Told:
    return {problem.code for problem in refusal.problems}


def our_own_code(record: Record, _who: Somebody) -> Told:
    return _refused(lambda: publishing.publish(record=record, by=None))


def the_revision_itself(record: Record, _who: Somebody) -> Told:
    return _refused(lambda: record.latest_revision.publish())


def a_date_in_the_future(record: Record, _who: Somebody) -> Told:
    told = _refused(lambda: scheduling.schedule(record=record, due=NOW + HOUR, by=None))
    due.publish_due(clock=lambda: NOW + 2 * HOUR)
    return told


def the_form(record: Record, who: Somebody) -> Told:
    return _published_in_its_form(who, record.latest_revision.as_object(), address(record, "edit"))


def an_earlier_version(record: Record, who: Somebody) -> Told:
    """The broken draft is an earlier version by now; somebody takes it back and publishes it."""
    broken = record.latest_revision
    type(record)._base_manager.get(pk=record.pk).save_revision(clean=False)
    return _published_in_its_form(who, broken.as_object(), address(record, "revisions_revert", broken.pk))


def approval(record: Record, who: Somebody) -> Told:
    setting_up.load()
    fresh = type(record)._base_manager.get(pk=record.pk)
    state = fresh.get_workflow().start(fresh, who.user)
    where = address(record, "workflow_action", "approve", state.current_task_state.pk)
    answer = who.desk.post(where)
    fresh = type(record)._base_manager.get(pk=record.pk)
    assert fresh.live or fresh.workflow_in_progress, "a refused approval ended the review"
    return _sentences(answer)


def correction(record: Record, who: Somebody) -> Told:
    """What is public is to be replaced by the broken draft, with a note."""
    return _refused(lambda: publishing.correct(summary=record, note="Put right.", day=NOW.date(), by=None))


def its_month(record: Record, _who: Somebody) -> Told:
    """Its month is published; what is not ready does not go along, and the month says so before."""
    digest = make_digest(legacy=True, publish=False)
    type(record)._base_manager.filter(pk=record.pk).update(digest=digest)
    without(digest=digest.pk)(record)
    (companion,) = Digest.objects.get(pk=digest.pk).companions()
    publishing.publish(record=digest, by=None)
    return {reason.code for reason in companion.why_not}


def many_at_once(record: Record, who: Somebody) -> Told:
    """Ticked in the list, and published with others."""
    answer = who.desk.post(f"/desk/bulk/content/{record._meta.model_name}/publish/?id={record.pk}")
    report = unescape(answer.content.decode())
    return {code for code in BREAKS if rules.Problem(code=code, field="").sentence in report}


DOORS = [
    our_own_code, the_revision_itself, a_date_in_the_future, the_form, an_earlier_version, approval,
    many_at_once,
]  # fmt: skip
FOR_A_SUMMARY = [its_month]


def _refused(door: Callable[[], None]) -> Told:
    try:
        with transaction.atomic():
            door()
    except rules.Unpublishable as refusal:
        return codes(refusal)
    return set()


def _published_in_its_form(who: Somebody, draft: Record, where: str) -> Told:
    form_class = draft.snippet_viewset.get_form_class()
    data = filled(form_class(instance=draft, for_user=who.user))
    answer = who.desk.post(where, {**data, "action-publish": "1"})
    told = _sentences(answer)
    form = (answer.context or {}).get("form")
    if form is not None and form.is_bound:
        told |= {f"the form: {field}" for field in form.errors}
        told |= {f"the form: {name}" for name, formset in form.formsets.items() if not formset.is_valid()}
    return told


def _sentences(answer: Any) -> Told:
    """The gate's own sentences among what the desk says on its next screen."""
    said = unescape(" ".join(str(message) for message in get_messages(answer.wsgi_request)))
    return {code for code in BREAKS if rules.Problem(code=code, field="").sentence in said}


@pytest.fixture
def somebody(desk: Client) -> Somebody:
    from django.contrib.auth import get_user_model

    return Somebody(desk=desk, user=get_user_model().objects.get())


TABLE = [
    pytest.param(code, door, id=f"{code} at {door.__name__}")
    for code in BREAKS
    for door in [*DOORS, *([] if code in OF_A_DIGEST else FOR_A_SUMMARY)]
]


@pytest.mark.parametrize(("code", "door"), TABLE)
def test_no_door_lets_through_what_a_rule_blocks(
    code: str, door: Callable[[Record, Somebody], Told], somebody: Somebody
) -> None:
    record = finished(code)
    BREAKS[code](record)
    told = door(type(record)._base_manager.get(pk=record.pk), somebody)
    after = type(record)._base_manager.get(pk=record.pk)
    if code in MENDED_ON_THE_WAY and after.live:
        assert after.slug
        return
    assert not after.live
    assert after.live_revision is None
    assert not changes.since(0).filter(object_type=record._meta.model_name, object_id=record.pk).exists()
    assert code in told or any(one.startswith("the form: ") for one in told), told


@pytest.mark.parametrize("code", ["title-missing", "month-missing"])
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_door_opens_for_what_nothing_blocks(
    code: str, door: Callable[[Record, Somebody], Told], somebody: Somebody
) -> None:
    record = finished(code)
    assert door(type(record)._base_manager.get(pk=record.pk), somebody) == set()
    assert type(record)._base_manager.get(pk=record.pk).live


@pytest.mark.parametrize("code", BREAKS)
def test_what_breaks_after_it_got_its_date_is_stopped_at_that_date_and_says_why(code: str) -> None:
    record = finished(code)
    scheduling.schedule(record=record, due=NOW + HOUR, by=None)
    record = type(record)._base_manager.get(pk=record.pk)
    BREAKS[code](record)
    due.publish_due(clock=lambda: NOW + 2 * HOUR)
    after = type(record)._base_manager.get(pk=record.pk)
    assert not after.live
    assert after.scheduled_revision.approved_go_live_at == NOW + HOUR
    (failure,) = scheduling.failures()
    assert rules.Problem(code=code, field="").sentence in failure.why


@pytest.mark.parametrize("code", sorted(set(BREAKS) - OF_A_DIGEST - MENDED_ON_THE_WAY))
def test_a_correction_that_a_rule_blocks_leaves_what_is_public_and_no_note(
    code: str, somebody: Somebody
) -> None:
    record = make_summary(title="Public")
    edition = changes.edition()
    record.save_revision(clean=False)
    record = Summary.objects.get()
    BREAKS[code](record)
    if code == "article-incomplete":
        edition = changes.edition()  # an article is public by itself
    assert correction(Summary.objects.get(), somebody) == {code}
    public = Summary.objects.get()
    assert (public.live, public.title, public.corrections.count()) == (True, "Public", 0)
    assert changes.edition() == edition


def test_every_rule_stands_in_the_table() -> None:
    assert set(BREAKS) == set(rules._SENTENCES)


# --- files: what an import publishes passes the same gate ---

IN_A_FILE = {
    "gist-missing": 'gist: "Clients who walk before a session begin to talk sooner."\n',
    "body-missing": "They looked, and they found.\n",
    "implications-missing": "## Practice implications\n\nWalk.\n",
    "author-missing": "authors:\n  - Alice Martin\n",
    "topic-missing": "topics:\n  - Alliance\n",
    "type-missing": "types:\n  - Survey\n",
    "article-incomplete": "    issued:\n      date-parts: [[2019, 3]]\n",
    "article-missing": """articles:
  - type: article-journal
    title: "A walk, a study"
    author:
      - family: Obi
        given: Chidi
    issued:
      date-parts: [[2019, 3]]
    container-title: Invented Counselling
""",
}
MARKDOWN = f"""---
kind: summary
title: "A walk before the session"
{IN_A_FILE["author-missing"]}{IN_A_FILE["topic-missing"]}{IN_A_FILE["type-missing"]}{IN_A_FILE["gist-missing"]}\
{IN_A_FILE["article-missing"]}---

{IN_A_FILE["body-missing"]}
{IN_A_FILE["implications-missing"]}"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    make_topic(name="Alliance")
    make_type(name="Survey")
    return tmp_path / "walk.md"


def imported(file: Path, text: str, *, legacy: bool) -> Summary:
    file.write_text(text, "utf-8")
    options = Options(publish=True, legacy=legacy)
    run(paths=[file], options=options, by=None, clock=lambda: NOW)
    kept: Summary = Summary.objects.get()
    return kept


@pytest.mark.parametrize("code", IN_A_FILE)
def test_a_file_of_ours_that_lacks_something_is_imported_as_a_draft(code: str, file: Path) -> None:
    text = MARKDOWN.replace(IN_A_FILE[code], "")
    assert text != MARKDOWN
    summary = imported(file, text, legacy=False)
    assert not summary.live
    assert code in {problem.code for problem in rules.problems(summary.draft_facts())}


def test_a_complete_file_goes_out(file: Path) -> None:
    assert imported(file, MARKDOWN, legacy=False).live


@pytest.mark.parametrize("code", IN_A_FILE)
def test_import_content_lets_an_old_entry_pass_and_marks_it(code: str, file: Path) -> None:
    """By design (decision 0011): a whole archive may lack what new entries must have, and the desk lists it."""
    file.write_text(MARKDOWN.replace(IN_A_FILE[code], ""), "utf-8")
    call_command("import_content", str(file), publish=True)
    summary = Summary.objects.get()
    assert (summary.live, summary.legacy) == (True, True)
    assert code in {problem.code for problem in rules.warnings(summary.draft_facts())}


def test_import_content_gives_an_address_of_its_own_to_an_entry_whose_address_is_taken(file: Path) -> None:
    taken = make_summary(title="First", slug="a-walk-before-the-session")
    file.write_text(MARKDOWN, "utf-8")
    call_command("import_content", str(file), publish=True)
    assert {one.slug for one in Summary.objects.all()} == {taken.slug, "a-walk-before-the-session-2"}
