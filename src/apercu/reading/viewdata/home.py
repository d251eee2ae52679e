"""The home page: this month, the months before it, ways in."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.safestring import SafeString

from apercu.content.models import Digest, Summary
from apercu.reading import addresses, texts, whole
from apercu.reading.listing import listed, listed_by_key
from apercu.reading.machine import heads, linked_data
from apercu.reading.months import PublicMonth, Titled, months, titles_of
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.page import Link, Page, site
from apercu.reading.viewdata.terms import ways_in

RECENT_MONTHS = 6
NEWEST_WITHOUT_A_MONTH = 5


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month in a list: its name and its summaries' titles."""

    month: datetime.date
    address: str
    titles: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True)
class Opening:
    """The latest month, opened like an issue."""

    month: datetime.date
    address: str
    teaser: SafeString
    language: str  # the `lang` of the teaser where that differs from the page's: that of its summaries
    lines: tuple[parts.Line, ...]


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """What a reader meets first."""

    opening: Opening | None  # nothing while no month is public
    newest: tuple[parts.Line, ...]  # public summaries, shown while no month is
    recent: tuple[Month, ...]
    topics: tuple[parts.Term, ...]  # those with summaries, as are the types
    types: tuple[parts.Term, ...]
    search: str  # where a search leads

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is public yet."""
        return not (self.opening or self.newest)


def home_page() -> HomePage:
    """The home page: 8 queries, 9 more once an edition."""
    frame = site()
    latest, *recent = months().every[: RECENT_MONTHS + 1] or (None,)
    newest = whole.part(whole.whole().keys, limit=0 if latest else NEWEST_WITHOUT_A_MONTH)
    ways = ways_in()
    return HomePage(
        site=frame,
        title="",
        path=addresses.home(),
        description=frame.introduction or frame.tagline,
        head=heads.of_page(
            frame,
            title="",
            path=addresses.home(),
            description=frame.introduction,
            json_ld=linked_data.script(linked_data.blog(frame)),
        ),
        opening=_opening(latest) if latest else None,
        newest=parts.lines(listed_by_key(newest)),
        recent=month_lines(recent),
        topics=tuple(term for term in ways.topics if term.count),
        types=tuple(term for term in ways.types if term.count),
        search=addresses.browse(),
    )


def month_lines(these: Collection[PublicMonth]) -> tuple[Month, ...]:
    """The lines of months: 1 query, none for no month."""
    titles = titles_of(these) if these else {}
    return tuple(
        Month(
            month=one.month,
            address=addresses.digest(one.month),
            titles=tuple(map(_title, titles.get(one.key, ()))),
        )
        for one in these
    )


def _title(one: Titled) -> Link:
    return Link(text=one.title, address=addresses.summary(one.slug), language=texts.foreign(one.language))


def _opening(latest: PublicMonth) -> Opening:
    teaser = Digest.objects.public().filter(pk=latest.key).values_list("teaser", flat=True).first()
    here = Summary.objects.public().filter(digest_id=latest.key).order_by("position", "pk")
    lines = parts.opening_lines(listed(here, with_implications=True))
    return Opening(
        month=latest.month,
        address=addresses.digest(latest.month),
        teaser=texts.rich(teaser or ""),
        language=parts.shared_language(lines),
        lines=lines,
    )
