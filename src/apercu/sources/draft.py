"""What every source returns: a page's header, its drafts with warnings, and an account of every line."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from apercu.citations.reference import Reference


class Place(StrEnum):
    """Where a line of the input ended; every non-blank line ends in exactly one."""

    HEADER = "header"
    FILTERS = "filters"
    MONTH = "month"
    TITLE = "title"  # the head of an entry: title, doubled title, byline
    CITATION = "citation"
    BODY = "body"
    IMPLICATIONS = "implications"
    LEFTOVER = "leftover"


class AccountLine(NamedTuple):  # no dataclass: there is one a line, and this is cheaper to make
    """One non-blank input line (in HTML: one text block) and the place it ended in."""

    number: int  # 1-based: the line's, or the block's
    text: str
    place: Place
    entry: int | None = None  # index into `SourcePage.summaries`, where the line belongs to one


@dataclass(frozen=True, kw_only=True)
class Caveat:
    """Something a person should know about a page or a draft: a documented code and what it is about."""

    code: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Header:
    """What stands above the entries of a page, as plain text; paragraphs are parted by a blank line."""

    intro: str = ""
    teaser: str = ""
    topics: tuple[str, ...] = ()  # as printed, without "ALL Topics (clear)"
    types: tuple[str, ...] = ()
    language_notice: str = ""


@dataclass(frozen=True, kw_only=True)
class CorrectionDraft:
    """What was put right in a summary after it was published."""

    date: datetime.date
    text: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An image a post shows: drafts hold none, so whoever imports keeps it or says that it was left out."""

    address: str
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Post:
    """What a blog's export or feed says of an entry besides its text."""

    labels: tuple[str, ...] = ()  # categories and tags: topics, research types, or neither
    is_public: bool = True  # readers could see it there
    addresses: tuple[str, ...] = ()  # where it stood
    pictures: tuple[Picture, ...] = ()
    leftover: tuple[str, ...] = ()  # lines of the post that are no part of the entry
    line: int = 0  # of the file


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """An item of a file that becomes no entry; the code says why."""

    code: str
    title: str = ""
    detail: str = ""
    line: int = 0


@dataclass(frozen=True, kw_only=True)
class SummaryDraft:
    """One summary as a source gives it. Texts are HTML of the allowed subset (`cleaning.py`)."""

    title: str
    month: str | None = None  # "2021-06"
    body: str = ""
    implications: str = ""
    citation: str | None = None  # as printed
    references: tuple[Reference, ...] = ()
    gist: str = ""
    slug: str = ""
    identifier: str = ""  # the source's own stable name for it, where it has one
    language: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    position: int | None = None
    studies_count: int | None = None
    participants_count: int | None = None
    corrections: tuple[CorrectionDraft, ...] = ()
    post: Post | None = None  # of an entry of a blog's export or feed
    caveats: tuple[Caveat, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DigestDraft:
    """A month's digest as a source gives it. Texts are HTML of the allowed subset (`cleaning.py`)."""

    month: str
    teaser: str = ""
    announcements: str = ""
    identifier: str = ""
    caveats: tuple[Caveat, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SourcePage:
    """Everything read from one file."""

    kind: str
    header: Header = field(default_factory=Header)
    summaries: tuple[SummaryDraft, ...] = ()
    digests: tuple[DigestDraft, ...] = ()
    account: tuple[AccountLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    caveats: tuple[Caveat, ...] = ()

    @property
    def leftover(self) -> tuple[str, ...]:
        """The lines that ended nowhere else."""
        return tuple(line.text for line in self.account if line.place is Place.LEFTOVER)


class Unreadable(Exception):
    """A file that cannot be read at all; `code` is documented, `detail` says what was met."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
