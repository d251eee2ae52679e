"""A digest mail on the web: what was sent, with a word where its summaries have changed since.

What was sent is frozen, what is public is not: a summary that was withdrawn is named here and no more, and
one that was corrected leads to its present text.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from apercu.content.models import Correction, Digest, Summary
from apercu.mailing.composing import content as contents
from apercu.mailing.composing.parts import Content, Part, Term
from apercu.mailing.models import Mailing
from apercu.reading import addresses, texts
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.citing import Cited
from apercu.reading.viewdata.page import Page, site

_NO_EVIDENCE, _NOTHING = parts.Evidence(), SafeString()


@dataclass(frozen=True, kw_only=True)
class MailedText:
    """A summary as it was sent."""

    title: str
    language: str  # the `lang` of its words where that differs from the page's
    language_name: str
    anchor: str
    address: str  # empty where it was withdrawn: then nothing below is shown
    gist: str = ""
    types: str = ""
    evidence: parts.Evidence = _NO_EVIDENCE
    implications: SafeString = _NOTHING
    citations: tuple[Cited, ...] = ()
    authors: tuple[str, ...] = ()
    corrected: datetime.date | None = None  # the last day after it was sent


@dataclass(frozen=True, kw_only=True)
class MailPage(Page):
    """A digest mail."""

    month: datetime.date
    month_address: str  # empty where readers may not see the month
    sent: datetime.date
    teaser: SafeString
    language: str  # the `lang` of teaser and announcements where that differs from the page's
    announcements: SafeString
    texts: tuple[MailedText, ...]

    @property
    def is_listed(self) -> bool:
        """Never: its month says the same."""
        return False

    @property
    def canonical(self) -> str:
        """The month's address, where that is public."""
        return addresses.absolute(self.month_address) if self.month_address else ""


def mail_page(mailing: Mailing) -> MailPage:
    """A mailing that began to be sent: 3 queries once it is at hand, 5 more once an edition."""
    content = contents.read(mailing.content)
    assert content.month is not None
    assert mailing.started_at is not None
    sent = mailing.started_at.date()
    is_public = Digest.objects.public().filter(month=content.month).exists()
    subject = mailing.subject_fr if addresses.spoken() == "fr" else ""
    return MailPage(
        site=site(),
        title=subject or mailing.subject,
        path=addresses.mail(mailing.name),
        section="digests",
        month=content.month,
        month_address=addresses.digest(content.month) if is_public else "",
        sent=sent,
        teaser=texts.rich(content.teaser),
        language=texts.foreign(content.language),
        announcements=texts.rich(content.announcements),
        texts=tuple(_texts(content, sent)),
    )


def _texts(content: Content, sent: datetime.date) -> Iterable[MailedText]:
    slugs = dict(Summary.objects.public().filter(pk__in=content.keys).values_list("pk", "slug"))
    since = Correction.objects.filter(summary__in=content.keys, date__gte=sent).order_by("date")
    corrected = dict(since.values_list("summary_id", "date"))
    for part in content.summaries:
        if part.key in slugs:
            yield _text(part, content, slugs[part.key], corrected)
        else:
            yield MailedText(
                title=part.title,
                language=texts.foreign(part.language),
                language_name="",
                anchor=part.slug,
                address="",
            )


def _text(part: Part, content: Content, slug: str, corrected: Mapping[int, datetime.date]) -> MailedText:
    language, spoken = texts.foreign(part.language), addresses.spoken()
    return MailedText(
        title=part.title,
        language=language,
        language_name=texts.language_name(language) if language else "",
        anchor=slug,
        address=addresses.summary(slug),
        gist=part.gist,
        types=_names(content.types, part.types),
        evidence=parts.Evidence(studies=part.studies, people=part.participants, years=part.years),
        implications=texts.rich(part.implications),
        citations=tuple(
            Cited(html=mark_safe(one.html.said(spoken)), text=one.text.said(spoken))  # noqa: S308 escaped when it was made
            for one in part.citations
        ),
        authors=part.authors,
        corrected=corrected.get(part.key),
    )


def _names(terms: Iterable[Term], keys: Iterable[int]) -> str:
    names = {term.key: term.name.said(addresses.spoken()) for term in terms}
    return ", ".join(names[key] for key in keys if key in names)
