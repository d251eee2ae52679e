"""The home page: this month, the months before it, ways in."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from apercu.content.models import Digest
from apercu.reading import addresses, selecting, texts
from apercu.reading.listing import listed
from apercu.reading.machine import heads, linked_data
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
    """The home page: 8 queries, 8 more once an edition."""
    frame = site()
    summaries = selecting.public_summaries()
    titles = Prefetch("summaries", summaries.only("title", "slug", "digest", "position", "language"))
    digests = list(selecting.public_digests().prefetch_related(titles)[: RECENT_MONTHS + 1])
    newest = () if digests else parts.lines(listed(summaries[:NEWEST_WITHOUT_A_MONTH]))
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
        opening=_opening(digests[0]) if digests else None,
        newest=newest,
        recent=tuple(month(digest) for digest in digests[1:]),
        topics=tuple(term for term in ways.topics if term.count),
        types=tuple(term for term in ways.types if term.count),
        search=addresses.browse(),
    )


def month(digest: Digest) -> Month:
    """A month's line, from a record whose public summaries were fetched with it."""
    titles = (
        Link(text=one.title, address=addresses.summary(one.slug), language=texts.foreign(one.language))
        for one in digest.summaries.all()
    )
    return Month(month=digest.month, address=addresses.digest(digest.month), titles=tuple(titles))


def _opening(digest: Digest) -> Opening:
    here = selecting.public_summaries().filter(digest_id=digest.pk)
    lines = parts.opening_lines(listed(here, with_implications=True))
    return Opening(
        month=digest.month,
        address=addresses.digest(digest.month),
        teaser=texts.rich(digest.teaser),
        language=parts.shared_language(lines),
        lines=lines,
    )
