"""A month's page: its summaries whole, one after another, as the blog shows them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from apercu.content.models import Digest, Summary
from apercu.reading import addresses, texts
from apercu.reading.carrying import carried, whole_summaries
from apercu.reading.machine import addresses as of_machines
from apercu.reading.machine import heads, linked_data
from apercu.reading.machine.heads import Head
from apercu.reading.months import PublicMonth, months
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
    """A public month: 9 queries once the digest is at hand, 5 more once an edition."""
    here = Summary.objects.public().filter(digest_id=digest.pk).order_by("position", "pk")
    return _page(digest, whole_summaries(here))


def preview_of_month(digest: Digest) -> MonthPage:
    """A month as it would be: its public summaries and the drafts that would go public with it."""
    if digest.pk is None:
        return _page(digest, [], is_preview=True)
    public = whole_summaries(Summary.objects.public().filter(digest_id=digest.pk))
    drafts = (revision.as_object() for _record, revision in digest.ready_summaries())
    both = sorted([*public, *drafts], key=lambda record: (record.position, record.pk or 0))
    return _page(digest, both, is_preview=True)


def _page(digest: Digest, summaries: Iterable[Summary], *, is_preview: bool = False) -> MonthPage:
    month = digest.month
    records = list(summaries)
    articles = [article for record in records for article in carried(record).articles]
    ready = formatted(articles)
    before, after = months().around(month) if month else (None, None)
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
        previous=_neighbour(before),
        next=_neighbour(after),
        taking=parts.taking(citations=partial(of_machines.digest_citations, month))
        if articles and not is_preview
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


def _neighbour(one: PublicMonth | None) -> Neighbour | None:
    return Neighbour(month=one.month, address=addresses.digest(one.month)) if one else None
