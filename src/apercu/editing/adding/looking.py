"""The site's one client for looking articles up, and what it finds as a proposal."""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from apercu import __version__
from apercu.citations.identifiers import web_address
from apercu.citations.identifying import Identifiers
from apercu.citations.reference import Reference
from apercu.content.kept_answers import AnswerTable
from apercu.content.models import SiteSettings
from apercu.editing.adding.columns import COLUMNS, value_in
from apercu.editing.adding.proposing import Notice, Option, Proposal
from apercu.fetching import Client, Identity, Limits, Policy
from apercu.lookup import Candidate, Failure, Found, LookupSettings, find, look_up, policy

PATIENCE = datetime.timedelta(seconds=20)  # an editor waits that long, and no longer
_WORTH_A_WORD = frozenset({"no-time"})  # of the reasons for not asking; the others are as it should be


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What came of a look-up: a proposal where anybody answered, and who did not and why."""

    proposal: Proposal | None
    failed: tuple[tuple[str, str], ...] = ()  # service and code
    caveats: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()  # services whose answer is older than we wished, since they do not answer now
    appeared_as: tuple[
        tuple[str, bool], ...
    ] = ()  # of a preprint: the article's DOI or PMID, and if it is certain
    is_about: tuple[str, ...] = ()  # the record is itself a notice, about these


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Candidates for a reference, the likeliest first, and who did not answer and why."""

    candidates: tuple[Candidate, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()


def look(identifiers: Identifiers, *, at: datetime.datetime) -> Looked:
    """Ask every service that may know the work; never raises for what one of them does."""
    found = look_up(identifiers, client=client_of_site(), settings=lookup_settings(), at=at)
    return Looked(
        proposal=_proposal(found),
        failed=tuple((each.service, each.code) for each in (*found.failed, *_left_out(found))),
        caveats=found.merged.caveats if found.merged else (),
        stale=tuple(answer.service for answer in found.answers if answer.stale_because),
        appeared_as=_appeared_as(found),
        is_about=found.merged.notice_about if found.merged else (),
    )


def look_for(reference: Reference, *, at: datetime.datetime) -> Sought:
    """Works that a reference without an identifier may mean; never raises for what a service does."""
    finding = find(reference, client=client_of_site(), settings=lookup_settings(), at=at)
    return Sought(
        candidates=finding.candidates,
        failed=tuple((each.service, each.code) for each in finding.failed),
    )


def lookup_settings() -> LookupSettings:
    """Who we say we are, and with which keys."""
    given = LookupSettings(
        mailto=_contact(),
        ncbi_key=settings.LOOKUP_KEYS["pubmed"],
        openalex_key=settings.LOOKUP_KEYS["openalex"],
        patience=PATIENCE,
    )
    if not (base := settings.LOOKUP_REPLAY_AT):
        return given
    return replace(
        given,
        crossref_address=f"{base}/crossref",
        pubmed_address=f"{base}/pubmed",
        europepmc_address=f"{base}/europepmc",
        openalex_address=f"{base}/openalex",
        doi_address=f"{base}/doi",
    )


def client_of_site() -> Client:
    """The client all look-ups of this process share, so that rates hold across them."""
    return _client(_contact(), settings.SITE_URL, not settings.LOOKUP, settings.LOOKUP_REPLAY_AT)


@lru_cache(maxsize=2)  # a contact changed on the desk makes a new one
def _client(contact: str, site: str, offline: bool, replay_at: str) -> Client:
    return Client(
        policy=_replay_policy(replay_at) if replay_at else policy(),
        identity=Identity(version=__version__, url=site, mailto=contact),
        now=timezone.now,  # noqa: TID251 the edge of the process: everything below is given the time
        store=AnswerTable(),
        offline=offline,
        limits=Limits(total=PATIENCE.total_seconds(), attempts=1 if replay_at else Limits.attempts),
    )


def _replay_policy(address: str) -> Policy:
    """For tests: a server on this machine in the place of all services. No variable leads here."""
    parts = urlsplit(address)
    loopback = ipaddress.ip_network("127.0.0.0/8")
    hosts = tuple(replace(host, name=str(parts.hostname), per_second=1000.0) for host in policy().hosts[:1])
    return Policy(
        hosts=hosts, schemes=frozenset({"http"}), ports=frozenset({parts.port or 80}), networks=(loopback,)
    )


def _contact() -> str:
    """The address services may write to when we misbehave; the one readers see."""
    return str(SiteSettings.load().contact_email)


def _proposal(found: Found) -> Proposal | None:
    """The merged record with every value's sources, and the values it disagrees with."""
    merged = found.merged
    if merged is None:
        return None
    csl = {key: value for key, value in merged.reference.to_csl().items() if key != "abstract"}
    if merged.identifiers.pmcid:
        csl["PMCID"] = merged.identifiers.pmcid
    options: dict[str, tuple[Option, ...]] = {}
    for column in COLUMNS:
        value = value_in(csl, column)
        if column == "url":
            value = web_address(value)
        if value:
            options[column] = (Option(value=value, sources=_sources(found, column)),)
    for conflict in merged.conflicts:
        column = "pages" if conflict.field == "number" else conflict.field
        if column in COLUMNS:
            options[column] = _in_conflict(column, conflict.field, conflict.values)
    return Proposal(
        csl=csl,
        options=options,
        asked={answer.service: answer.fetched_at.isoformat() for answer in found.answers},
        notices=tuple(
            Notice(
                kind=str(notice.kind),
                doi=notice.doi,
                date="-".join(f"{part:02}" for part in notice.date.to_csl()) if notice.date else "",
                sources=notice.sources,
            )
            for notice in merged.notices
        ),
    )


def _appeared_as(found: Found) -> tuple[tuple[str, bool], ...]:
    links = found.merged.links if found.merged else ()
    return tuple(
        (link.identifiers.doi or f"PMID {link.identifiers.pmid}", link.is_certain)
        for link in links
        if link.kind == "is-preprint-of" and (link.identifiers.doi or link.identifiers.pmid)
    )


def _left_out(found: Found) -> list[Failure]:
    return [each for each in found.not_asked if each.code in _WORTH_A_WORD]


def _sources(found: Found, column: str) -> tuple[str, ...]:
    values = found.merged.values if found.merged else {}
    value = values.get(column) or (values.get("number") if column == "pages" else None)
    if value is not None:
        return (value.service, *value.also)
    identified = (a.service for a in found.answers if getattr(a.identifiers, column, ""))
    return tuple(identified) or tuple(answer.service for answer in found.answers[:1])


def _in_conflict(column: str, field: str, values: Sequence[Any]) -> tuple[Option, ...]:
    """The values of a conflict, each once as it would be saved."""
    options: list[Option] = []
    for value in values:
        csl = Reference(**{field: value.value}).to_csl()
        shown = value_in(csl, column)
        sources = (value.service, *value.also)
        same = next((number for number, option in enumerate(options) if option.value == shown), None)
        if same is None:
            options.append(Option(value=shown, sources=sources))
        else:
            options[same] = replace(options[same], sources=(*options[same].sources, *sources))
    return tuple(options)
