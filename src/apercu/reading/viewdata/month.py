"""A month's page: its summaries whole, one after another, as the blog shows them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from apercu.content.models import Digest, Summary
from apercu.reading import addresses, selecting, texts
from apercu.reading.machine import addresses as of_machines
from apercu.reading.machine import article_records, heads, linked_data
from apercu.reading.machine.heads import Head
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.citing import formatted
from apercu.reading.viewdata.page import Page, Site, site
from apercu.sources.cleaning import text_of


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """The month before or after."""

    month: datetime.date
    address: str


@dataclass(frozen=True, kw_only=True)
class MonthPage(Page):
    """One month."""

    month: datetime.date | None  # a draft in preview may lack it
    year_address: str
    teaser: SafeString
    language: str  # the `lang` of teaser and announcements where that differs from the page's
    announcements: SafeString
    texts: tuple[parts.Text, ...]
    previous: Neighbour | None
    next: Neighbour | None
    taking: parts.Taking | None  # nothing to take along from a preview, or where no article is named


def month_page(digest: Digest) -> MonthPage:
    """A public month: 9 queries once the digest is at hand, 4 more once an edition."""
    here = selecting.public_summaries().filter(digest_id=digest.pk)
    return _page(digest, selecting.as_texts(here))


def preview_of_month(digest: Digest) -> MonthPage:
    """A month as it would be: its public summaries and the drafts that would go public with it."""
    if digest.pk is None:
        return _page(digest, [], is_preview=True)
    public = selecting.as_texts(Summary.objects.filter(digest_id=digest.pk, live=True))
    drafts = (revision.as_object() for _record, revision in digest.ready_summaries())
    both = sorted([*public, *drafts], key=lambda record: (record.position, record.pk or 0))
    return _page(digest, both, is_preview=True)


def _page(digest: Digest, summaries: Iterable[Summary], *, is_preview: bool = False) -> MonthPage:
    month = digest.month
    records = list(summaries)
    ready = formatted(article for record in records for article in article_records.articles_of(record))
    has_articles = any(article_records.articles_of(record) for record in records)
    whole = tuple(parts.text(record, ready) for record in records)
    frame = site()
    return MonthPage(
        site=frame,
        title=date_format(month, "YEAR_MONTH_FORMAT") if month else "",
        path=addresses.digest(month) if month and not is_preview else "",
        description=text_of(digest.teaser),
        section="digests",
        is_preview=is_preview,
        head=heads.NOTHING if is_preview else _head(frame, digest, records),
        month=month,
        year_address=addresses.year(month.year) if month else "",
        teaser=texts.rich(digest.teaser),
        language=parts.shared_language(text.line for text in whole),
        announcements=texts.rich(digest.announcements),
        texts=whole,
        previous=_neighbour(selecting.public_digests().filter(month__lt=month).first()) if month else None,
        next=_neighbour(selecting.public_digests().filter(month__gt=month).last()) if month else None,
        taking=parts.taking(citations=partial(of_machines.digest_citations, month))
        if has_articles and not is_preview
        else None,
    )


def _head(frame: Site, digest: Digest, records: Iterable[Summary]) -> Head:
    return heads.of_page(
        frame,
        title=date_format(digest.month, "YEAR_MONTH_FORMAT"),
        path=addresses.digest(digest.month),
        description=text_of(digest.teaser),
        json_ld=linked_data.script(linked_data.issue(frame, digest, records)),
    )


def _neighbour(digest: Digest | None) -> Neighbour | None:
    return Neighbour(month=digest.month, address=addresses.digest(digest.month)) if digest else None
