"""Crossref, PubMed, Europe PMC, OpenAlex and doi.org on this machine, answering in their documented shapes.

One work is told in one place (`Work`), and each service tells it its own way; a test changes what one of them says.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

from apercu.editing.adding import looking


@dataclass(frozen=True, kw_only=True)
class Work:
    """An article as the services know it."""

    doi: str = "10.1234/invented.57"
    pmid: str = "33030943"
    title: str = "How much the therapist matters: an invented meta-analysis"
    authors: tuple[tuple[str, str], ...] = (("Okafor", "Ada N."), ("Lindqvist", "Per"))
    container: str = "Journal of Invented Results"
    volume: str = "57"
    issue: str = "4"
    pages: str = "529-537"
    date: tuple[int, ...] = (2020, 12)
    kind: str = "journal-article"  # in Crossref's words
    retracted_by: str = ""  # the DOI of the notice


@dataclass
class Services:
    """What is known, and what was asked."""

    address: str = ""
    known: dict[str, dict[str, Work]] = field(default_factory=dict)  # service, then DOI
    broken: dict[str, tuple[int, bytes, float]] = field(default_factory=dict)  # status, body, seconds
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)  # who said to be asking
    similar: list[Work] = field(default_factory=list)  # what Crossref finds for a printed reference

    def know(self, work: Work, **told: Mapping[str, Any] | None) -> None:
        """Let all services know a work; `crossref={"volume": "58"}` lets one say something else, None nothing."""
        for service in ("crossref", "pubmed", "europepmc", "openalex"):
            changes = told.get(service, {})
            if changes is not None:
                self.known.setdefault(service, {})[work.doi] = replace(work, **changes)

    def fail(
        self, *services: str, status: int = 503, body: bytes = b"Service unavailable", wait: float = 0
    ) -> None:
        """Let services answer with this, whatever they are asked."""
        for service in services:
            self.broken[service] = (status, body, wait)

    def fail_all(self) -> None:
        """Nobody answers."""
        self.fail("crossref", "pubmed", "europepmc", "openalex", "doi")

    def answer(self, path: str) -> tuple[int, bytes]:
        """What the service at this path says."""
        parts = urlsplit(path)
        service, _slash, rest = parts.path.lstrip("/").partition("/")
        self.asked.append(path)
        if service in self.broken:
            status, body, wait = self.broken[service]
            time.sleep(wait)
            return status, body
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        told = getattr(self, f"_{service}", lambda _rest, _query: None)(unquote(rest), query)
        return (404, b"Resource not found.") if told is None else (200, told)

    def _crossref(self, rest: str, query: Mapping[str, str]) -> bytes | None:
        if rest == "works":
            items = [_crossref_work(work) for work in self.similar]
            message = {"total-results": len(items), "items": items}
            return json.dumps({"status": "ok", "message-type": "work-list", "message": message}).encode()
        work = self.known.get("crossref", {}).get(rest.removeprefix("works/"))
        if work is None:
            return None
        return json.dumps({"status": "ok", "message-type": "work", "message": _crossref_work(work)}).encode()

    def _europepmc(self, _rest: str, query: Mapping[str, str]) -> bytes:
        asked = query.get("query", "")
        works = [
            w
            for w in self.known.get("europepmc", {}).values()
            if w.doi in asked or f":{w.pmid} " in f"{asked} "
        ]
        results = [_europepmc_result(work) for work in works]
        return json.dumps({"hitCount": len(results), "resultList": {"result": results}}).encode()

    def _openalex(self, rest: str, _query: Mapping[str, str]) -> bytes | None:
        works = self.known.get("openalex", {}).values()
        work = next((w for w in works if rest in {f"works/doi:{w.doi}", f"works/pmid:{w.pmid}"}), None)
        return json.dumps(_openalex_work(work)).encode() if work else None

    def _pubmed(self, _rest: str, query: Mapping[str, str]) -> bytes:
        works = self.known.get("pubmed", {}).values()
        found = "".join(_pubmed_article(work) for work in works if work.pmid == query.get("id"))
        return f'<?xml version="1.0"?><PubmedArticleSet>{found}</PubmedArticleSet>'.encode()


@contextmanager
def services_on_this_machine() -> Iterator[Services]:
    """The services behind one address, until the block ends."""
    services = Services()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            services.agents.append(self.headers.get("User-Agent", ""))
            status, body = services.answer(self.path)
            self.send_response(status)
            kind = (
                "text/xml"
                if body.startswith(b"<?xml")
                else "application/json"
                if status == 200
                else "text/plain"
            )
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    services.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield services
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def services_the_desk_asks(settings: Any) -> Iterator[Services]:
    """The same, asked by the desk in place of the real ones, with a client that remembers nothing."""
    with services_on_this_machine() as running:
        settings.LOOKUP_REPLAY_AT = running.address
        looking._client.cache_clear()
        yield running
    looking._client.cache_clear()


def _crossref_work(work: Work) -> dict[str, Any]:
    parts = {"date-parts": [list(work.date)]}
    told: dict[str, Any] = {
        "DOI": work.doi,
        "type": work.kind,
        "title": [work.title],
        "author": [
            {"given": given, "family": family, "sequence": "first" if not number else "additional"}
            for number, (family, given) in enumerate(work.authors)
        ],
        "container-title": [work.container],
        "publisher": "Invented House",
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages,
        "issued": parts,
        "published-print": parts,
        "abstract": "<jats:p>What nobody may print again.</jats:p>",
    }
    if work.retracted_by:
        told["updated-by"] = [
            {
                "DOI": work.retracted_by,
                "type": "retraction",
                "label": "Retraction",
                "source": "publisher",
                "updated": {"date-parts": [[2022, 3, 1]]},
            }
        ]
    return {key: value for key, value in told.items() if value}


def _europepmc_result(work: Work) -> dict[str, Any]:
    return {
        "id": work.pmid,
        "source": "MED",
        "pmid": work.pmid,
        "doi": work.doi,
        "title": f"{work.title}.",
        "authorList": {
            "author": [
                {
                    "firstName": given,
                    "lastName": family,
                    "initials": "".join(p[0] for p in given.split()),
                    "fullName": f"{family} {given[0]}",
                }
                for family, given in work.authors
            ]
        },
        "journalInfo": {
            "volume": work.volume,
            "issue": work.issue,
            "yearOfPublication": work.date[0],
            "printPublicationDate": "-".join(f"{part:02}" for part in (*work.date, 1, 1)[:3]),
            "journal": {"title": work.container},
        },
        "pageInfo": work.pages,
        "pubTypeList": {"pubType": ["Journal Article"]},
    }


def _openalex_work(work: Work) -> dict[str, Any]:
    first, _dash, last = work.pages.partition("-")
    return {
        "id": "https://openalex.org/W1",
        "doi": f"https://doi.org/{quote(work.doi)}",
        "ids": {"doi": f"https://doi.org/{work.doi}", "pmid": f"https://pubmed.ncbi.nlm.nih.gov/{work.pmid}"},
        "title": work.title,
        "display_name": work.title,
        "publication_year": work.date[0],
        "publication_date": "-".join(f"{part:02}" for part in (*work.date, 1, 1)[:3]),
        "type": "article",
        "is_retracted": bool(work.retracted_by),
        "authorships": [
            {"author": {"display_name": f"{given} {family}"}, "raw_author_name": f"{given} {family}"}
            for family, given in work.authors
        ],
        "primary_location": {"source": {"display_name": work.container}},
        "biblio": {"volume": work.volume, "issue": work.issue, "first_page": first, "last_page": last},
    }


def _pubmed_article(work: Work) -> str:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    month = f"<Month>{months[work.date[1] - 1]}</Month>" if len(work.date) > 1 else ""
    authors = "".join(
        f"<Author ValidYN='Y'><LastName>{escape(family)}</LastName><ForeName>{escape(given)}</ForeName></Author>"
        for family, given in work.authors
    )
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{work.pmid}</PMID><Article PubModel='Print'>"
        f"<Journal><JournalIssue><Volume>{work.volume}</Volume><Issue>{work.issue}</Issue>"
        f"<PubDate><Year>{work.date[0]}</Year>{month}</PubDate></JournalIssue><Title>{escape(work.container)}</Title></Journal>"
        f"<ArticleTitle>{escape(work.title)}.</ArticleTitle><Pagination><MedlinePgn>{work.pages}</MedlinePgn></Pagination>"
        f"<ELocationID EIdType='doi' ValidYN='Y'>{work.doi}</ELocationID><AuthorList CompleteYN='Y'>{authors}</AuthorList>"
        "<PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList></Article>"
        "</MedlineCitation><PubmedData><PublicationStatus>ppublish</PublicationStatus><ArticleIdList>"
        f"<ArticleId IdType='pubmed'>{work.pmid}</ArticleId><ArticleId IdType='doi'>{work.doi}</ArticleId>"
        "</ArticleIdList></PubmedData></PubmedArticle>"
    )
