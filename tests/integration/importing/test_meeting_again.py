"""What an import does when it meets an entry again: nothing is doubled, no editor's work is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from wagtail.models import Revision

from apercu.content import changes, publishing
from apercu.content.models import Article, Digest, Summary
from apercu.importing.models import Batch, Item
from apercu.importing.reporting import Report
from tests.integration.importing.pages import TEA, WALK, page

Import = Callable[..., Report]
Write = Callable[..., Path]


def outcomes(report: Report) -> list[str]:
    return [str(item.outcome) for file in report.files for item in file.items]


def codes(report: Report, number: int = 0) -> list[str]:
    return [caveat.code for caveat in report.files[0].items[number].caveats]


def everything() -> dict[str, list[Any]]:
    """Every row of every table but the batches' own, Wagtail's indexes included."""
    tables = sorted({m._meta.db_table for m in apps.get_models(include_auto_created=True)})
    with connection.cursor() as cursor:
        rows = {}
        for table in tables:
            if table in {Batch._meta.db_table, Item._meta.db_table}:
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            rows[table] = sorted(cursor.fetchall(), key=repr)
    return rows


def draft(title: str = WALK.title) -> Summary:
    latest: Summary = Summary.objects.get(title=title).get_latest_revision_as_object()
    return latest


def edit(summary: Summary, **changes: str) -> None:
    """What an editor does on the desk."""
    latest = summary.get_latest_revision_as_object()
    for field, value in changes.items():
        setattr(latest, field, value)
    latest.save_revision(clean=False)


@pytest.mark.parametrize("publish", [True, False])
def test_the_same_import_twice_changes_no_row_but_its_own(
    write: Write, import_: Import, publish: bool
) -> None:
    path = write(
        page(("June 2021", [WALK, TEA]), ("May 2021", [WALK.but(title="Another Title", citation="")]))
    )
    options = {
        "publish": publish,
        "topics": ("Empathy",),
        "month_teaser": "2021-06",
        "authors": ("A. Writer",),
    }
    assert outcomes(import_(path, **options)) == ["created"] * 3
    before = everything()
    assert outcomes(import_(path, **options)) == ["unchanged"] * 3
    assert everything() == before
    assert Batch.objects.count() == 2


def test_two_filters_unite_their_topics(write: Write, import_: Import) -> None:
    path = write(page(("June 2021", [WALK])))
    import_(path, topics=("Empathy",), types=("Survey",), publish=True)
    report = import_(path, topics=("Training",), publish=True)
    assert outcomes(report) == ["united"]
    live = Summary.objects.get()
    assert {t.name_en for t in live.topics.all()} == {"Empathy", "Training"}
    assert [t.name_en for t in live.types.all()] == ["Survey"]
    assert live.live
    assert not live.has_unpublished_changes


def test_topics_united_without_publish_stay_a_draft(write: Write, import_: Import) -> None:
    path = write(page(("June 2021", [WALK])))
    import_(path, topics=("Empathy",), publish=True)
    before = changes.edition()
    import_(path, topics=("Training",))
    assert changes.edition() == before
    assert [t.name_en for t in Summary.objects.get().topics.all()] == ["Empathy"]
    assert {t.name_en for t in draft().topics.all()} == {"Empathy", "Training"}


def test_a_text_the_source_changed_becomes_a_draft_for_an_editor(write: Write, import_: Import) -> None:
    import_(write(page(("June 2021", [WALK]))), publish=True)
    changed = WALK.but(
        body="The blog says something else about walking today, and says it at some length here."
    )
    report = import_(write(page(("June 2021", [changed]))), publish=True)
    assert outcomes(report) == ["updated"]
    assert "new-text-is-a-draft" in codes(report)
    assert "forty clients" in Summary.objects.get().body
    assert "something else" in draft().body
    again = everything()
    assert outcomes(import_(write(page(("June 2021", [changed]))), publish=True)) == ["unchanged"]
    assert everything() == again


def test_import_edit_publish_import_makes_no_revision(write: Write, import_: Import) -> None:
    path = write(page(("June 2021", [WALK])))
    import_(path, publish=True)
    edit(Summary.objects.get(), title="A title of the editor's", body="<p>The editor's words.</p>")
    publishing.publish(record=Summary.objects.get(), by=None)
    before = everything()
    assert outcomes(import_(path, publish=True)) == ["unchanged"]
    assert everything() == before
    assert Summary.objects.get().title == "A title of the editor's"


def test_an_edited_entry_keeps_the_editors_text_and_the_difference_is_reported(
    write: Write, import_: Import
) -> None:
    import_(write(page(("June 2021", [WALK]))), publish=True)
    edit(Summary.objects.get(), implications="<p>The editor's advice.</p>")
    changed = write(
        page(("June 2021", [WALK.but(body="A body that the blog rewrote since we met it last time.")]))
    )
    revisions = Revision.objects.count()
    report = import_(changed, publish=True)
    assert outcomes(report) == ["unchanged"]
    assert "edited-here" in codes(report)
    assert Revision.objects.count() == revisions
    assert "editor's advice" in draft().implications


def test_the_desks_own_marks_are_no_edit(write: Write, import_: Import) -> None:
    import_(write(page(("June 2021", [WALK]))))
    summary = Summary.objects.get()
    edit(summary, body=summary.body.replace("<p>", '<p data-block-key="x1y2z">'))
    changed = write(
        page(("June 2021", [WALK.but(body="A body that the blog rewrote since we met it last time.")]))
    )
    assert outcomes(import_(changed)) == ["updated"]


def test_the_same_doi_with_a_similar_title_in_another_month_is_the_same_entry(
    write: Write, import_: Import
) -> None:
    import_(write(page(("June 2021", [WALK]))))
    moved = write(
        page(("July 2021", [WALK.but(title="Do brief walks before a session help clients to talk")]))
    )
    assert outcomes(import_(moved)) == ["updated"]
    assert Summary.objects.count() == 1


def test_the_same_doi_under_another_title_and_month_is_a_new_summary_with_a_warning(
    write: Write, import_: Import
) -> None:
    import_(write(page(("June 2021", [WALK]))))
    other = WALK.but(
        title="Revisiting a Classic Study of Movement", body="We look at this study once more, years later."
    )
    report = import_(write(page(("May 2023", [other]))))
    assert outcomes(report) == ["created"]
    assert "article-already-summarised" in codes(report)
    assert Summary.objects.count() == 2
    assert Article.objects.count() == 1


def test_publishing_later_what_was_imported_as_a_draft(write: Write, import_: Import) -> None:
    path = write(page(("June 2021", [WALK])))
    import_(path)
    assert not Summary.objects.get().live
    report = import_(path, publish=True)
    assert report.files[0].items[0].published
    assert Summary.objects.get().live
    assert Digest.objects.get().live


def test_a_summary_an_editor_withdrew_stays_withdrawn(write: Write, import_: Import) -> None:
    path = write(page(("June 2021", [WALK])))
    import_(path, publish=True)
    publishing.unpublish(record=Summary.objects.get(), by=None)
    assert outcomes(import_(path, publish=True)) == ["unchanged"]
    assert not Summary.objects.get().live


def test_a_citation_found_later_is_attached_to_an_entry_that_had_none(write: Write, import_: Import) -> None:
    import_(write(page(("June 2021", [WALK.but(citation="")]))))
    assert draft().summary_articles.count() == 0
    report = import_(write(page(("June 2021", [WALK]))))
    assert outcomes(report) == ["updated"]
    assert [row.article.doi for row in draft().summary_articles.all()] == ["10.5555/walk.2019"]


def test_a_dry_run_reports_what_would_happen_and_changes_nothing(write: Write, import_: Import) -> None:
    path = write(page(("June 2021", [WALK, TEA])))
    before = everything()
    report = import_(path, publish=True, dry_run=True)
    assert outcomes(report) == ["created", "created"]
    assert everything() == before
    assert not Batch.objects.exists()


def test_the_teaser_goes_only_to_the_month_it_was_asked_for(write: Write, import_: Import) -> None:
    path = write(page(("June 2021", [WALK]), teaser="…I write about something else entirely"))
    import_(path, publish=True)
    assert Digest.objects.get().teaser == ""
    import_(path, publish=True, month_teaser="2021-07")
    teasers = {f"{d.month:%Y-%m}": d.get_latest_revision_as_object().teaser for d in Digest.objects.all()}
    assert "something else entirely" in teasers["2021-07"]
    assert teasers["2021-06"] == ""


def test_a_teaser_an_editor_wrote_is_kept(write: Write, import_: Import) -> None:
    path = write(page(("June 2021", [WALK])))
    import_(path, month_teaser="2021-06")
    digest = Digest.objects.get().get_latest_revision_as_object()
    digest.teaser = "<p>The editor's teaser.</p>"
    digest.save()
    digest.save_revision(clean=False)
    report = import_(write(page(("June 2021", [WALK]), teaser="…a newer teaser")), month_teaser="2021-06")
    assert [c.code for c in report.files[0].caveats] == ["teaser-kept"]
    assert "editor's teaser" in Digest.objects.get().get_latest_revision_as_object().teaser


def test_imported_entries_are_legacy_and_keep_their_warnings_visible(write: Write, import_: Import) -> None:
    from apercu.content import rules

    import_(write(page(("June 2021", [WALK.but(citation="")]))), publish=True)
    summary = Summary.objects.get()
    assert summary.legacy
    assert summary.live
    found = {problem.code for problem in rules.warnings(summary.draft_facts())}
    assert {"gist-missing", "article-missing", "topic-missing", "author-missing"} <= found
