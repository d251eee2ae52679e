"""Writing drafts from our own code: nothing here becomes public, `publishing` does that."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from apercu.content.models import (
    Article,
    Correction,
    Digest,
    Person,
    ResearchType,
    Summary,
    SummaryArticle,
    SummaryAuthor,
    Topic,
)
from apercu.sources.draft import CorrectionDraft


@dataclass(frozen=True, kw_only=True)
class SummaryText:
    """The words of a summary; body and implications are clean HTML."""

    title: str
    gist: str = ""
    body: str = ""
    implications: str = ""
    printed_citation: str = ""


@dataclass(frozen=True, kw_only=True)
class SummaryPlace:
    """Where a summary stands and how it is described."""

    digest: Digest | None = None
    position: int = 0
    slug: str = ""
    language: str = "en"
    studies_count: int | None = None
    participants_count: int | None = None
    legacy: bool = False


@transaction.atomic
def create_summary(
    *,
    text: SummaryText,
    place: SummaryPlace,
    articles: Sequence[Article],
    authors: Sequence[Person],
    topics: Sequence[Topic],
    types: Sequence[ResearchType],
    corrections: Sequence[CorrectionDraft] = (),
    by: Any,
) -> Summary:
    """A new draft with its first revision."""
    summary = Summary(**asdict(text), **_columns(place))
    summary.summary_articles = [SummaryArticle(article=a, sort_order=n) for n, a in enumerate(articles)]
    summary.summary_authors = [SummaryAuthor(person=p, sort_order=n) for n, p in enumerate(authors)]
    summary.corrections = _corrections(corrections)
    summary.topics = list(topics)
    summary.types = list(types)
    summary.save_first_draft(user=by)
    return summary


@transaction.atomic
def revise_summary(
    *,
    summary: Summary,
    text: Mapping[str, str] | None = None,
    articles: Sequence[Article] | None = None,
    corrections: Sequence[CorrectionDraft] | None = None,
    add_topics: Sequence[Topic] = (),
    add_types: Sequence[ResearchType] = (),
    by: Any,
) -> Revision:
    """A new draft revision on top of the latest one; what readers see does not change."""
    draft = summary.get_latest_revision_as_object()
    for field, value in (text or {}).items():
        setattr(draft, field, value)
    if articles is not None:
        draft.summary_articles = [SummaryArticle(article=a, sort_order=n) for n, a in enumerate(articles)]
    if corrections is not None:
        draft.corrections = _corrections(corrections)
    if add_topics:
        draft.topics = [*draft.topics.all(), *add_topics]
    if add_types:
        draft.types = [*draft.types.all(), *add_types]
    if not summary.live:
        draft.save()  # a draft's row shows its latest text on the desk's listing
    return draft.save_revision(user=by, clean=False)


@transaction.atomic
def place_summary(*, summary: Summary, digest: Digest, position: int, by: Any) -> Revision:
    """Give a draft the month it stands in."""
    draft = summary.get_latest_revision_as_object()
    draft.digest, draft.position = digest, position
    if not summary.live:
        draft.save()
    return draft.save_revision(user=by, clean=False)


@transaction.atomic
def create_digest(
    *, month: datetime.date, teaser: str = "", announcements: str = "", legacy: bool = False, by: Any
) -> Digest:
    """A new month's draft with its first revision."""
    digest = Digest(month=month, teaser=teaser, announcements=announcements, legacy=legacy)
    digest.save_first_draft(user=by)
    return digest


@transaction.atomic
def revise_digest(*, digest: Digest, text: Mapping[str, str], by: Any) -> Revision:
    """A new draft revision of a month; what readers see does not change."""
    draft = digest.get_latest_revision_as_object()
    for field, value in text.items():
        setattr(draft, field, value)
    if not digest.live:
        draft.save()
    return draft.save_revision(user=by, clean=False)


def _corrections(given: Sequence[CorrectionDraft]) -> list[Correction]:
    return [Correction(date=one.date, text=one.text, sort_order=n) for n, one in enumerate(given)]


def _columns(place: SummaryPlace) -> dict[str, Any]:
    return {name: getattr(place, name) for name in place.__dataclass_fields__}
