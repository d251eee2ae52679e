"""What comes of a look-up: one record with the source of every value, and who said nothing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apercu.citations.identifying import Identifiers
from apercu.citations.reference import Reference
from apercu.lookup.answers import Answer, Failure, Link, Notice, Stage


@dataclass(frozen=True, kw_only=True)
class Value:
    """What a service says of one field."""

    value: Any  # str, PartialDate, Stage or a tuple of Names: what the field holds
    service: str
    fetched_at: datetime.datetime
    also: tuple[str, ...] = ()  # the other services that say the same, in another spelling perhaps


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """A field of which services say different things; the first value is the one in the merged record."""

    field: str
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Merged:
    """One record out of several answers."""

    reference: Reference
    identifiers: Identifiers
    values: Mapping[str, Value]  # by field of `Reference`; also "pmcid", "stage", "abstract"
    conflicts: tuple[Conflict, ...] = ()
    notices: tuple[Notice, ...] = ()  # the gravest first
    notice_about: tuple[str, ...] = ()  # the record is itself a notice about these
    links: tuple[Link, ...] = ()
    stage: Stage = Stage.UNKNOWN
    orcids: tuple[str, ...] = ()  # one for each author, "" where none is told; empty where none has one
    issns: tuple[str, ...] = ()
    short_container_title: str = ""
    language: str = ""
    caveats: tuple[str, ...] = ()
    oldest: datetime.datetime  # when the oldest answer in it was given
    abstract: str = field(default="", repr=False)  # for ranking, never published


@dataclass(frozen=True, kw_only=True)
class Found:
    """Everything a look-up brought: answers, what they come to together, and who did not answer."""

    asked: Identifiers
    at: datetime.datetime
    answers: tuple[Answer, ...] = ()
    merged: Merged | None = None  # None where nobody answered
    failed: tuple[Failure, ...] = ()
    not_asked: tuple[Failure, ...] = ()
