"""The sample digest: loaded into an empty site, known by its origin, taken away without a trace."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from django.db import transaction

from apercu.content.models import Digest, Person, SiteSettings, Summary
from apercu.content.models.change import acting
from apercu.importing.comparing import edited_here
from apercu.importing.models import Batch, Origin
from apercu.importing.options import Options
from apercu.importing.reporting import Report
from apercu.importing.running import run

_SITE = {
    "name": "Aperçu",
    "tagline": "Psychotherapy research, and what it means for practice",
    "tagline_fr": "La recherche en psychothérapie, et ce qu’elle change pour la pratique",
    "introduction": (
        "Each month, a few short summaries of published studies, written for people who practise. These are "
        "samples: real articles, summarised to show what a digest looks like. Your own take their place."
    ),
    "introduction_fr": (
        "Chaque mois, quelques courts résumés d’études publiées, écrits pour les personnes qui pratiquent. "
        "Ce sont des exemples : de vrais articles, résumés pour montrer à quoi ressemble un bulletin. "
        "Les vôtres prendront leur place."
    ),
}
_BYLINES = ("Sample Editor", "Sample Contributor")


def load(*, clock: Any) -> Report:
    """Import and publish the sample's Markdown files; they pass the full gate, not the legacy one."""
    if not SiteSettings.objects.exists():
        SiteSettings(**_SITE).save()
    folder = Path(str(resources.files("apercu.ops").joinpath("sample")))
    options = Options(kind="markdown", publish=True, legacy=False, sample=True)
    return run(paths=[folder / "digests", folder / "summaries"], options=options, by=None, clock=clock)


def is_wanted() -> bool:
    """Whether the archive is empty and never had the sample (one taken away stays away)."""
    return not (
        Summary.objects.exists() or Digest.objects.exists() or Batch.objects.filter(sample=True).exists()
    )


def is_untouched() -> bool:
    """Whether the site shows the sample and nothing else, as it was loaded."""
    sample = _summaries()
    if not sample or Summary.objects.exclude(origins__sample=True).exists():
        return False
    return not any(edited_here(summary.get_latest_revision_as_object(), origin) for summary, origin in sample)


@transaction.atomic
def remove(*, by: Any) -> list[str]:
    """Take the sample away and return the titles kept because somebody edited them."""
    kept = []
    with acting(by):
        for summary, origin in _summaries():
            if edited_here(summary.get_latest_revision_as_object(), origin):
                kept.append(summary.title)
            else:
                _remove_summary(summary)
        for digest in Digest.objects.filter(origins__sample=True, summaries=None):
            digest.delete()
        for settings in SiteSettings.objects.filter(**_SITE):
            settings.delete()
        for person in Person.objects.filter(name__in=_BYLINES, summary_authors=None):
            person.delete()
    return kept


def _summaries() -> list[tuple[Summary, Origin]]:
    origins = Origin.objects.filter(sample=True).select_related("summary")
    return [(origin.summary, origin) for origin in origins if origin.summary]


def _remove_summary(summary: Summary) -> None:
    articles = [row.article for row in summary.summary_articles.select_related("article")]
    summary.delete()
    for article in articles:
        if not article.summary_articles.exists():
            article.delete()
