"""What decides which public addresses there are, and on which pages a summary stands: read in 10 queries.

Two of these, of an earlier export and of now, say what was withdrawn, renamed or moved between them.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from django.utils import translation

from apercu.content import addresses as records
from apercu.content import changes
from apercu.content.models import FormerAddress, ResearchType, Summary, Topic
from apercu.content.models.old_address import OldAddress
from apercu.content.queries import public_summaries
from apercu.mailing.composing import content as contents
from apercu.mailing.composing.archive import public_mailings
from apercu.reading import crawling, selecting
from apercu.reading.addresses import LANGUAGES
from apercu.reading.viewdata.page import site


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where one public summary stands."""

    slug: str
    year: int  # of the archive; 0 where nothing dates it
    month: str = ""  # `2021-06`, where that is public
    topics: tuple[int, ...] = ()
    types: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Mailed:
    """What a mail for the browser tells of."""

    month: str
    summaries: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The public site at one edition."""

    stamp: tuple[int, str]
    frame: str  # a digest of what stands on every page: another one, and every page is another
    logo: str  # its address; empty without one
    months: tuple[str, ...]  # public ones, the newest first
    topics: dict[int, str]  # slugs by key
    types: dict[int, str]
    pages: tuple[str, ...]  # free-form pages
    moved: dict[str, str]  # addresses that were, and where that is now
    mails: dict[str, Mailed] = field(default_factory=dict)  # by name
    summaries: dict[int, Standing] = field(default_factory=dict)

    @cached_property
    def carriers(self) -> tuple[Counter[int], Counter[int]]:
        """How many summaries every topic and every research type has."""
        topics: Counter[int] = Counter()
        types: Counter[int] = Counter()
        for one in self.summaries.values():
            topics.update(one.topics)
            types.update(one.types)
        return topics, types

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def gather() -> Facts:
    """The facts of now; the edition is read first, so that they are never older than it says."""
    stamp = changes.stamp()
    rows = public_summaries().order_by("pk")
    topics = terms_of(Summary.topics.through, "topic_id")
    types = terms_of(Summary.types.through, "researchtype_id")
    places = [place.path for place in crawling.places()]
    summaries = {
        key: Standing(
            slug=slug,
            year=dated.year if dated else 0,
            month=f"{month:%Y-%m}" if month and is_public else "",
            topics=tuple(topics.get(key, ())),
            types=tuple(types.get(key, ())),
        )
        for key, slug, dated, month, is_public in rows.values_list(
            "pk", "slug", "dated", "digest__month", "digest__live"
        )
    }
    slugs = {one.slug for one in summaries.values()}
    lead = site().logo
    return Facts(
        stamp=stamp,
        frame=_frame(),
        logo=lead.address if lead else "",
        months=tuple(
            f"{month:%Y-%m}" for month in selecting.public_digests().values_list("month", flat=True)
        ),
        topics=dict(Topic.objects.values_list("pk", "slug")),
        types=dict(ResearchType.objects.values_list("pk", "slug")),
        pages=tuple(path for path in places if _is_free_form(path)),
        moved=_moved(slugs),
        mails=_mails(),
        summaries=summaries,
    )


def standing(keys: Iterable[int], before: Facts, after: Facts) -> list[Standing]:
    """Where these summaries stood and where they stand."""
    return [facts.summaries[key] for facts in (before, after) for key in keys if key in facts.summaries]


def from_json(said: dict[str, Any]) -> Facts:
    """Facts that were kept; KeyError, TypeError where these are none."""
    return Facts(
        stamp=(int(said["stamp"][0]), str(said["stamp"][1])),
        frame=said["frame"],
        logo=said["logo"],
        months=tuple(said["months"]),
        topics={int(key): slug for key, slug in said["topics"].items()},
        types={int(key): slug for key, slug in said["types"].items()},
        pages=tuple(said["pages"]),
        moved=said["moved"],
        mails={
            name: Mailed(month=one["month"], summaries=tuple(one["summaries"]))
            for name, one in said["mails"].items()
        },
        summaries={
            int(key): Standing(
                slug=one["slug"],
                year=one["year"],
                month=one["month"],
                topics=tuple(one["topics"]),
                types=tuple(one["types"]),
            )
            for key, one in said["summaries"].items()
        },
    )


_LISTS = ("/digests/", "/summaries/", "/topics/", "/types/")


def _is_free_form(path: str) -> bool:
    return path != "/" and not path.startswith(_LISTS)


def terms_of(through: Any, column: str) -> dict[int, list[int]]:
    """The keys of the topics, or of the research types, of every public summary: 1 query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = through._default_manager.filter(summary__live=True).order_by("summary_id", column)
    for summary, term in rows.values_list("summary_id", column):
        found[summary].append(term)
    return found


def _frame() -> str:
    said = hashlib.blake2b(digest_size=16)
    for code in LANGUAGES:
        with translation.override(code):
            said.update(repr(site()).encode())
    return said.hexdigest()


def _moved(slugs: set[str]) -> dict[str, str]:
    """Former addresses of summaries, topics and types, and those of an old blog, by where they lead."""
    present: dict[str, tuple[dict[str, str], Any]] = {
        "summary": (_slugs_by_key(Summary.objects.filter(live=True)), records.summary),
        "topic": (_slugs_by_key(Topic.objects), records.topic),
        "researchtype": (_slugs_by_key(ResearchType.objects), records.research_type),
    }
    found: dict[str, str] = {}
    for path, slug in OldAddress.objects.filter(summary__live=True).values_list("path", "summary__slug"):
        if "?" not in path:  # a file host reads no queries
            found[f"{path}/"] = records.summary(slug)
    for kind, old, key in FormerAddress.objects.values_list("object_type", "slug", "object_id"):
        heirs, address = present.get(kind, ({}, None))
        if address is not None and key in heirs and not (kind == "summary" and old in slugs):
            found[address(old)] = address(heirs[key])
    return dict(sorted(found.items()))


def _mails() -> dict[str, Mailed]:
    """The mails that have a page: 1 query."""
    found = {}
    for name, said in public_mailings().order_by("name").values_list("name", "content"):
        content = contents.read(said)
        month = f"{content.month:%Y-%m}" if content.month else ""
        found[name] = Mailed(month=month, summaries=content.keys)
    return found


def _slugs_by_key(rows: Any) -> dict[str, str]:
    return {str(key): slug for key, slug in rows.order_by().values_list("pk", "slug")}
