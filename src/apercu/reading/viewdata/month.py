"""A month's page: its summaries whole, one after another, as the blog shows them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from apercu.content.models import Digest, Summary
from apercu.reading import addresses, selecting, texts
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.page import Page, site
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
    announcements: SafeString
    texts: tuple[parts.Text, ...]
    previous: Neighbour | None
    next: Neighbour | None


def month_page(digest: Digest) -> MonthPage:
    """A public month: 8 queries once the digest is at hand, 3 more once an edition."""
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
    return MonthPage(
        site=site(),
        title=date_format(month, "YEAR_MONTH_FORMAT") if month else "",
        path=addresses.digest(month) if month and not is_preview else "",
        description=text_of(digest.teaser),
        section="digests",
        is_preview=is_preview,
        month=month,
        year_address=addresses.year(month.year) if month else "",
        teaser=texts.rich(digest.teaser),
        announcements=texts.rich(digest.announcements),
        texts=tuple(parts.text(record) for record in summaries),
        previous=_neighbour(selecting.public_digests().filter(month__lt=month).first()) if month else None,
        next=_neighbour(selecting.public_digests().filter(month__gt=month).last()) if month else None,
    )


def _neighbour(digest: Digest | None) -> Neighbour | None:
    return Neighbour(month=digest.month, address=addresses.digest(digest.month)) if digest else None
