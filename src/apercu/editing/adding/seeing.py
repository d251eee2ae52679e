"""What the screen shows around the values: notices, what is here already, candidates, what was lost."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from apercu.citations.formats import Loss
from apercu.citations.identifiers import doi_address, normalise_doi
from apercu.citations.reference import Reference
from apercu.citations.styles import LANGUAGES, format_reference
from apercu.content import adding
from apercu.content.models import Article, Summary
from apercu.editing.adding.proposing import Notice
from apercu.editing.adding.sentences import (
    GRAVE,
    loss_sentence,
    name_of_source,
    notice_sentence,
    reason_words,
)
from apercu.lookup import Candidate

_log = logging.getLogger(__name__)
_MOST_LOSSES = 12


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """A notice as it is said."""

    sentence: str
    particulars: str
    address: str
    is_grave: bool


@dataclass(frozen=True, kw_only=True)
class SummaryLine:
    """A summary about the article, and the sentence before its title."""

    sentence: str
    title: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Here:
    """An article of the archive that is this one, or looks like it."""

    pk: int
    title: str
    address: str
    doi: str
    summaries: tuple[SummaryLine, ...]
    missing: tuple[str, ...] = ()  # the names of values it lacks and the look-up has


@dataclass(frozen=True, kw_only=True)
class CandidateLine:
    """A work that a printed reference may mean, and what speaks for it and against it."""

    citation: SafeString
    doi: str
    pmid: str
    speaks_for: str
    speaks_against: str
    is_likely: bool


@dataclass(frozen=True, kw_only=True)
class LossLine:
    """Something of a file that is not in the record."""

    sentence: str
    detail: str


def citation(reference: Reference) -> SafeString:
    """The reference in APA style, as readers will see it; the bare title where it cannot be formatted."""
    language = (get_language() or "en").partition("-")[0]
    try:
        formatted = format_reference(reference, language=language if language in LANGUAGES else "en")
    except Exception:  # noqa: BLE001 the processor meets odd records; an editor goes on with the title
        _log.exception("A looked-up reference could not be formatted.")
        return escape(reference.title)
    return mark_safe(formatted.html)  # noqa: S308 escaped by the styles room, but for its own few tags


def cited(reference: Reference) -> str:
    """The reference as it will be cited, once it has a title."""
    return citation(reference) if reference.title else ""


def notices(given: Iterable[Notice]) -> list[NoticeLine]:
    """The notices, the grave ones first."""
    lines = [_notice(notice) for notice in given]
    return sorted(lines, key=lambda line: not line.is_grave)


def here(article: Article, *, user: Any, missing: Iterable[str] = ()) -> Here:
    """An article of the archive with what was written about it."""
    return Here(
        pk=article.pk,
        title=str(article),
        address=edit_article(article),
        doi=article.doi or "",
        summaries=tuple(_summary(summary, user) for summary in adding.summaries_about(article)[:10]),
        missing=tuple(missing),
    )


def candidate_lines(given: Sequence[Candidate]) -> list[CandidateLine]:
    """The candidates in their order."""
    return [
        CandidateLine(
            citation=citation(candidate.reference),
            doi=candidate.identifiers.doi,
            pmid=candidate.identifiers.pmid,
            speaks_for=_listed(candidate, agrees=True),
            speaks_against=_listed(candidate, agrees=False),
            is_likely=candidate.is_likely,
        )
        for candidate in given
        if candidate.identifiers.doi or candidate.identifiers.pmid
    ]


def loss_lines(losses: Sequence[Loss]) -> list[LossLine]:
    """What of a pasted file is not in the record, the first dozen."""
    return [LossLine(sentence=loss_sentence(loss.code), detail=loss.detail) for loss in losses[:_MOST_LOSSES]]


def edit_article(article: Article) -> str:
    """Where the desk edits an article."""
    return reverse("wagtailsnippets_content_article:edit", args=[article.pk])


def begin_summary(article: Article) -> str:
    """Where a new summary about an article is begun."""
    return f"{reverse('wagtailsnippets_content_summary:add')}?article={article.pk}"


def _listed(candidate: Candidate, *, agrees: bool) -> str:
    words = (
        reason_words(reason.code, agrees=agrees, found=reason.found)
        for reason in candidate.reasons
        if reason.agrees == agrees
    )
    return ", ".join(dict.fromkeys(words))


def _notice(notice: Notice) -> NoticeLine:
    sources = ", ".join(str(name_of_source(source)) for source in notice.sources)
    said = gettext("according to %(sources)s") % {"sources": sources} if sources else ""
    parts = [notice.about, _date_in_words(notice.date), said]
    return NoticeLine(
        sentence=notice_sentence(notice.kind),
        particulars=", ".join(part for part in parts if part),
        address=doi_address(normalise_doi(notice.doi)),
        is_grave=notice.kind in GRAVE,
    )


def _date_in_words(text: str) -> str:
    """ "2022-03" as "March 2022"."""
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    if len(parts) < 2:
        return text
    first = datetime.date(parts[0], parts[1], parts[2] if len(parts) > 2 else 1)
    return date_format(first, "DATE_FORMAT" if len(parts) > 2 else "YEAR_MONTH_FORMAT")


def _summary(summary: Summary, user: Any) -> SummaryLine:
    month = date_format(summary.digest.month, "YEAR_MONTH_FORMAT") if summary.digest else ""
    if summary.live and month:
        sentence = gettext("You summarised this in %(month)s:") % {"month": month}
    elif summary.live:
        sentence = gettext("You have summarised this:")
    elif month:
        sentence = gettext("A summary of it is being written for %(month)s:") % {"month": month}
    else:
        sentence = gettext("A summary of it is being written:")
    may_edit = user.has_perm("content.change_summary")
    address = reverse("wagtailsnippets_content_summary:edit", args=[summary.pk]) if may_edit else ""
    if not address and summary.live:
        address = summary.get_absolute_url()
    return SummaryLine(sentence=sentence, title=summary.title, address=address)
