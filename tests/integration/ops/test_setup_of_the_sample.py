"""The sample digest of `apercu setup`: whole, the same at every start, and gone without a trace when it is to go."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.utils import timezone

from apercu.content.as_drafts import summary_draft
from apercu.content.models import Article, Digest, Person, ResearchType, SiteSettings, Summary, Topic
from apercu.importing.models import Origin
from apercu.importing.options import Options
from apercu.importing.running import run
from apercu.ops.exporting import export
from tests.builders import LayDown, make_summary
from tests.integration.ops.setting_up import setup

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def said(laid_down: LayDown) -> str:
    """What it said of an empty site, which has the sample from then on."""
    words: list[str] = []
    laid_down(lambda: words.append(setup()))
    return words[0]


def public_rows() -> dict[str, int]:
    ours = apps.get_app_config("content").get_models()
    return {m.__name__: m._base_manager.count() for m in ours if m.__name__ not in {"Change", "Edition"}}


def test_an_empty_site_gets_topics_types_and_the_whole_sample(said: str) -> None:
    assert "The sample digest was added: 30 summaries." in said
    assert (Topic.objects.count(), ResearchType.objects.count()) == (36, 10)
    assert Summary.objects.filter(live=True, legacy=False).count() == 30
    months = Digest.objects.filter(live=True)
    assert 12 <= months.count() <= 15
    assert {digest.summaries.filter(live=True).count() for digest in months} == {2, 3}


def test_a_second_start_changes_nothing() -> None:
    before = public_rows()
    assert setup().splitlines()[-1] == "The site is ready."
    assert public_rows() == before


def test_the_sample_goes_without_a_trace_and_does_not_come_back() -> None:
    setup("--remove-sample")
    for model in (Summary, Digest, Article, Person, Origin, SiteSettings):
        assert not model._base_manager.exists(), model
    setup()
    assert not Summary.objects.exists()


def test_a_sample_summary_somebody_edited_is_kept_and_named() -> None:
    summary = Summary.objects.get(slug="alliance-in-the-room-and-online")
    summary.title = "Now mine"
    summary.save_revision(clean=False)
    said = setup("--remove-sample")
    assert "Kept, because somebody edited it" in said
    assert [kept.slug for kept in Summary.objects.all()] == ["alliance-in-the-room-and-online"]
    assert Digest.objects.count() == 1


def test_what_editors_wrote_beside_the_sample_stays() -> None:
    mine = make_summary(title="Written here")
    setup("--remove-sample")
    assert list(Summary.objects.all()) == [mine]


def test_the_archive_as_markdown_reads_back_into_the_same_archive(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    assert export(folder=folder, drafts=False) == 43
    before = {s.slug: summary_draft(s, identifier="") for s in Summary.objects.select_related("digest")}
    again = run(paths=[folder], options=Options(publish=True), by=None, clock=timezone.now)
    assert again.totals()["unchanged"] == 30
    setup("--remove-sample")
    report = run(paths=[folder], options=Options(publish=True, legacy=False), by=None, clock=timezone.now)
    assert report.totals()["created"] == 30
    assert {
        s.slug: summary_draft(s, identifier="") for s in Summary.objects.select_related("digest")
    } == before
