"""What one service said, in one shape for all."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass, field
from typing import TypedDict

from apercu.citations.identifying import Identifiers
from apercu.citations.reference import PartialDate, Reference
from apercu.fetching import Reply

ADVANCE_ONLINE = "advance online publication"  # the status in the words that citation styles print


class NoticeKind(enum.StrEnum):
    """What a notice says of an article, the gravest first."""

    RETRACTION = "retraction"  # also withdrawal and removal
    PARTIAL_RETRACTION = "partial-retraction"
    CONCERN = "expression-of-concern"
    CORRECTION = "correction"  # also erratum and corrigendum
    ADDENDUM = "addendum"  # also clarification
    NEW_VERSION = "new-version"  # also new edition, update


class Stage(enum.StrEnum):
    """How far publication has come."""

    UNKNOWN = "unknown"
    AHEAD_OF_PRINT = "advance-online"  # online, without volume and pages yet
    FINAL = "final"
    PREPRINT = "preprint"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A notice about the article; without `doi` and `pmid` it is only known to exist."""

    kind: NoticeKind
    doi: str = ""  # of the notice itself
    pmid: str = ""
    date: PartialDate | None = None
    sources: tuple[str, ...] = ()  # services, and the one a service names ("retraction-watch"), sorted


@dataclass(frozen=True, kw_only=True)
class Link:
    """Another record the article is tied to: its preprint, the article of a preprint."""

    kind: str  # "has-preprint" or "is-preprint-of"
    identifiers: Identifiers
    is_certain: bool = True  # False where the service itself calls it a guess (Europe PMC)
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a service knows of an article.

    `abstract` is for ranking candidates on the desk and is never published: publishers hold rights in it.
    """

    service: str  # "crossref", "pubmed", "europepmc", "openalex", "doi.org"
    reference: Reference
    identifiers: Identifiers
    abstract: str = field(default="", repr=False)
    orcids: tuple[str, ...] = ()  # one for each author, "" where none is told; empty where none has one
    issns: tuple[str, ...] = ()
    short_container_title: str = ""
    language: str = ""
    online: PartialDate | None = None  # published online, where told apart from the date
    stage: Stage = Stage.UNKNOWN
    notices: tuple[Notice, ...] = ()
    notice_about: tuple[str, ...] = ()  # this record is itself a notice, about these DOIs or "PMID:12"
    links: tuple[Link, ...] = ()
    caveats: tuple[str, ...] = ()  # codes: "title-in-capitals", "names-in-capitals", "authors-cut"
    fetched_at: datetime.datetime
    from_cache: bool = False
    stale_because: str = ""  # the code of the failure that kept a younger answer from us
    asked_url: str = ""  # without secrets

    def age(self, *, at: datetime.datetime) -> datetime.timedelta:
        """How old the answer is."""
        return max(at - self.fetched_at, datetime.timedelta())


class _OfItsReply(TypedDict):
    """What an answer keeps of the reply it was read from."""

    fetched_at: datetime.datetime
    from_cache: bool
    stale_because: str
    asked_url: str


def told_by(reply: Reply) -> _OfItsReply:
    """The fields of an `Answer` that say where and when it was told."""
    return {
        "fetched_at": reply.fetched_at,
        "from_cache": reply.from_cache,
        "stale_because": reply.stale_because.code if reply.stale_because else "",
        "asked_url": reply.url,
    }


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A service that gave no answer, and why.

    `code` is one of `fetching`'s ("timed-out", "rate-limited", …), or "not-found", "unreadable",
    "other-article", "unexpected-status"; of a service not asked "no-identifier", "not-needed", "no-time",
    "switched-off". docs/features/lookup.md lists them.
    """

    service: str
    code: str
    retry_at: datetime.datetime | None = None
    detail: str = ""  # parts for a log, without secrets
