"""The sample digest reads back from its own exports, as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from apercu.content.as_drafts import reference_of
from apercu.content.models import Article, Digest, Person, Summary
from apercu.importing.models import Batch, Origin
from apercu.ops import sample, taxonomy
from apercu.sources.markdown import read_markdown
from tests.builders import LayDown
from tests.integration.reading.test_exports import READERS, get

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def archive(laid_down: LayDown) -> None:
    laid_down(taxonomy.load)
    laid_down(lambda: sample.load(clock=timezone.now))


def test_every_summary_of_the_sample_reads_back_from_its_own_markdown(client: Client, tmp_path: Path) -> None:
    slugs = list(Summary.objects.values_list("slug", flat=True))
    assert len(slugs) == 30
    before = {slug: get(client, f"/summaries/{slug}.md").content for slug in slugs}
    entries = {slug: _lasting(client, slug) for slug in slugs}
    for slug, content in before.items():
        assert not read_markdown(content.decode()).caveats
        (tmp_path / f"{slug}.md").write_bytes(content)
    _empty()
    call_command("import_content", str(tmp_path), "--publish", verbosity=0)
    assert {slug: get(client, f"/summaries/{slug}.md").content for slug in slugs} == before
    assert {slug: _lasting(client, slug) for slug in slugs} == entries


def test_every_article_of_the_sample_reads_back_from_each_export(client: Client) -> None:
    known = [reference_of(article) for article in Article.objects.all()]
    for form, read in READERS.items():
        found = read(get(client, f"/summaries/citations.{form}").content.decode())
        assert not found.losses, form
        assert len(found.references) == len(known) == 30, form
        for reference in known:
            assert reference in found.references, form


def _lasting(client: Client, slug: str) -> dict[str, Any]:
    """What an export says of a summary, but for its number and the hours of this site."""
    entry: dict[str, Any] = json.loads(get(client, f"/summaries/{slug}.json").content)
    return {key: value for key, value in entry.items() if key not in ("id", "published", "modified")}


def _empty() -> None:
    for record in [*Summary.objects.all(), *Digest.objects.all()]:
        record.delete()
    for rows in (Article, Person, Origin, Batch):
        rows._default_manager.all().delete()
