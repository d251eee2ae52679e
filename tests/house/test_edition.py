"""Every write to anything a public page shows moves the edition: each such model saved, changed, deleted."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from wagtail.models import Page, Site

from apercu.content import changes, publishing
from apercu.content.models import (
    Article,
    Change,
    Correction,
    Digest,
    InformationPage,
    OldAddress,
    Person,
    ResearchType,
    SiteSettings,
    Summary,
    SummaryArticle,
    SummaryAuthor,
    Topic,
)
from apercu.mailing.models import MailSettings

pytestmark = pytest.mark.django_db


def _article() -> models.Model:
    return Article(title="A study", authors=[{"family": "Okafor"}], year=2020, container_title="A journal")


def _page() -> models.Model:
    root = Page.get_first_root_node()
    page: models.Model = root.add_child(instance=InformationPage(title="About", slug="about-the-test"))
    return page


def _old_address() -> models.Model:
    from tests.builders import make_summary

    return OldAddress(path="/2012/06/walking", summary=make_summary())


PUBLIC: dict[type[models.Model], tuple[Callable[[], models.Model], str]] = {
    Article: (_article, "title"),
    Person: (lambda: Person(name="Somebody"), "name"),
    Topic: (lambda: Topic(name_en="A topic", slug="a-topic"), "name_en"),
    ResearchType: (lambda: ResearchType(name_en="A type", slug="a-type"), "name_en"),
    OldAddress: (_old_address, "path"),
    SiteSettings: (lambda: SiteSettings(name="A digest"), "name"),
    MailSettings: (lambda: MailSettings(sender_name="A digest"), "sender_name"),
    InformationPage: (_page, "title"),
    Page: (lambda: Page.get_first_root_node().add_child(instance=Page(title="P", slug="plain")), "title"),
    Site: (lambda: Site(hostname="example.org", root_page=Page.get_first_root_node()), "hostname"),
}
# Their rows are written by a summary or digest, which passes the gate and is tested below; or never shown.
THROUGH_THE_GATE = {Summary, Digest, SummaryArticle, SummaryAuthor, Correction}
# Shown, but made from other records by a follower of the change log, whose mark says how far it has come.
DERIVED = {"formattedcitation", "followermark"}
NEVER_SHOWN = {
    "change", "edition", "formeraddress", "errorreport", "keptanswer", "dueitem", "duerun", *DERIVED,
}  # fmt: skip


def test_every_model_of_ours_is_accounted_for() -> None:
    ours = {m for m in apps.get_app_config("content").get_models() if m._meta.model_name not in NEVER_SHOWN}
    assert ours <= set(PUBLIC) | THROUGH_THE_GATE


class _Moved:
    """Fails where a block of writes left the edition where it was."""

    def __enter__(self) -> None:
        self.before = changes.edition()

    def __exit__(self, kind: Any, *_rest: Any) -> None:
        if kind is None:
            assert changes.edition() > self.before, "the edition stood still"


@pytest.mark.parametrize("model", PUBLIC, ids=lambda m: m.__name__)
def test_saving_changing_and_deleting_each_move_the_edition(model: type[models.Model]) -> None:
    build, field = PUBLIC[model]
    with _Moved():
        row = build()
        row.save()
    setattr(row, field, "renamed.example.org")
    with _Moved():
        row.save()
    with _Moved():
        row.delete()


@pytest.mark.parametrize("model", [Article, Person, Topic, ResearchType], ids=lambda m: m.__name__)
def test_bulk_writes_move_it_too(model: type[models.Model]) -> None:
    build, field = PUBLIC[model]
    rows: Any = model._default_manager
    with _Moved():
        rows.bulk_create([build()])
    with _Moved():
        rows.update(**{field: "in bulk"})
    with _Moved():
        rows.all().delete()


def test_moving_a_page_moves_it() -> None:
    root = Page.get_first_root_node()
    here = root.add_child(instance=InformationPage(title="Here", slug="here"))
    there = root.add_child(instance=InformationPage(title="There", slug="there"))
    with _Moved():
        here.move(there, pos="first-child")


@pytest.fixture
def summary() -> Summary:
    from tests.builders import make_digest, make_summary

    digest = make_digest(month=datetime.date(2021, 6, 1), publish=False)
    return make_summary(title="Drafted", digest=digest, publish=False)


def test_publishing_changing_and_withdrawing_a_summary_each_write_one_change(summary: Summary) -> None:
    steps = []
    for step in (
        lambda: publishing.publish(record=summary, by=None),
        lambda: publishing.publish(record=Digest.objects.get(), by=None),
        lambda: Summary.objects.get().save(),
        lambda: publishing.unpublish(record=Summary.objects.get(), by=None),
    ):
        before = changes.edition()
        step()
        steps.append([f"{c.object_type} {c.kind}" for c in changes.since(before)])
    assert steps == [
        ["summary published"],
        ["digest published"],
        ["summary changed"],
        ["summary unpublished"],
    ]


def test_drafting_moves_nothing(summary: Summary) -> None:
    publishing.publish(record=summary, by=None)
    before = changes.edition()
    live = Summary.objects.get()
    live.title = "A better title"
    live.save_revision(clean=False)
    assert changes.edition() == before
    assert Summary.objects.get().title == "Drafted"


def test_deleting_a_summary_moves_it(summary: Summary) -> None:
    with _Moved():
        summary.delete()


def test_nobody_goes_public_around_the_gate(summary: Summary) -> None:
    summary.live = True
    with pytest.raises(RuntimeError, match="without passing the gate"), transaction.atomic():
        summary.save()
    assert not Summary.objects.get().live


def _save_and_stop(stop: type[Exception]) -> None:
    Topic(name_en="Never", slug="never").save()
    raise stop


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_change_that_is_rolled_back_leaves_no_row() -> None:
    class Stop(Exception):
        pass

    with pytest.raises(Stop), transaction.atomic():
        _save_and_stop(Stop)
    assert not Change.objects.exists()
    assert not connection.in_atomic_block
