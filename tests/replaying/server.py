"""The server: prepared answers by path, some of them rude."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import ipaddress
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from apercu.fetching import Client, Host, Identity, Limits, Policy, Store
from apercu.fetching.deadline import Surroundings
from apercu.lookup import LookupSettings

LOCALHOST = ipaddress.ip_network("127.0.0.0/8")
NOON = datetime.datetime(2021, 6, 15, 12, 0, tzinfo=datetime.UTC)


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """One answer; each rudeness is a field."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    packed: bool = False  # gzip
    seconds_a_byte: float = 0.0  # a drip
    cut_after: int | None = None  # the connection is closed after so many bytes of the body
    raw: bytes | None = None  # sent as it is, instead of an answer in HTTP


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it came in."""

    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    at: float  # time.monotonic()


class Time:
    """A clock of tests: it runs as the real one does, and sleeping is done at once."""

    def __init__(self, start: datetime.datetime = NOON) -> None:
        self.start = start
        self.skipped = 0.0
        self.slept: list[float] = []
        self._began = time.monotonic()

    def monotonic(self) -> float:
        return time.monotonic() + self.skipped

    def now(self) -> datetime.datetime:
        return self.start + datetime.timedelta(seconds=self.monotonic() - self._began)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.skipped += seconds

    def pass_by(self, **span: float) -> None:
        self.skipped += datetime.timedelta(**span).total_seconds()

    def surroundings(self, **others: Any) -> Surroundings:
        return Surroundings(monotonic=self.monotonic, sleep=self.sleep, **{"random": lambda: 0.5, **others})


class ReplayServer:
    """Prepared answers at a local address; several for one path are given one after the other, the last for ever."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._prepared: dict[str, list[tuple[Mapping[str, str], list[Prepared]]]] = {}
        handler = type("Handler", (_Handler,), {"server_of_answers": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def prepare(self, path: str, *answers: Prepared, params: Mapping[str, str] | None = None) -> None:
        """Answer this path so; with `params`, only where the request has these parameters."""
        self._prepared.setdefault(unquote(path), []).insert(0, (params or {}, list(answers)))

    def answer_to(self, path: str, params: Mapping[str, str]) -> Prepared:
        for wanted, answers in self._prepared.get(unquote(path), []):
            if wanted.items() <= params.items():
                return answers.pop(0) if len(answers) > 1 else answers[0]
        return Prepared(status=404, headers={"Content-Type": "text/plain"}, body=b"Resource not found.")

    def asked_for(self, beginning: str) -> list[Asked]:
        """The requests to paths that begin so."""
        return [one for one in self.asked if one.path.startswith(beginning)]

    @property
    def policy(self) -> Policy:
        """The opening that only tests have: this server, over http, on this machine."""
        return Policy(
            hosts=(Host(name="127.0.0.1", per_second=1000.0), Host(name="localhost", per_second=1000.0)),
            schemes=frozenset({"http"}),
            ports=frozenset({self.port}),
            networks=(LOCALHOST,),
        )

    def settings(self, **others: Any) -> LookupSettings:
        """Look-up settings that lead every service to this server."""
        places = {
            "crossref_address": f"{self.address}/crossref",
            "pubmed_address": f"{self.address}/pubmed",
            "europepmc_address": f"{self.address}/europepmc",
            "openalex_address": f"{self.address}/openalex",
            "doi_address": f"{self.address}/doi",
        }
        return LookupSettings(**{**places, **others})

    def client(
        self,
        *,
        clock: Time | None = None,
        store: Store | None = None,
        limits: Limits | None = None,
        offline: bool = False,
        policy: Policy | None = None,
        **surroundings: Any,
    ) -> Client:
        """A client that may go to this server and nowhere else, with a clock that does not wait."""
        clock = clock or Time()
        return Client(
            policy=policy or self.policy,
            identity=Identity(version="0", url="https://digest.example.org", mailto="editor@example.org"),
            now=clock.now,
            store=store,
            limits=limits,
            offline=offline,
            surroundings=clock.surroundings(**surroundings),
        )

    def serve_case(self, folder: Path, *, doi: str = "", pmid: str = "") -> None:
        """Answer as the four services, and doi.org, with the files of one case in `tests/samples/lookup`."""
        json_type, xml_type = {"Content-Type": "application/json"}, {"Content-Type": "text/xml"}
        for name, path, params, headers in (
            ("crossref.json", f"/crossref/works/{quote(doi, safe='')}", {}, json_type),
            ("pubmed.xml", "/pubmed/efetch.fcgi", {"id": pmid}, xml_type),
            ("europepmc.json", "/europepmc/search", {"query": f'DOI:"{doi}"'}, json_type),
            ("europepmc.json", "/europepmc/search", {"query": f"(EXT_ID:{pmid} AND SRC:MED)"}, json_type),
            (
                "europepmc.json",
                "/europepmc/search",
                {"query": f'DOI:"{doi}" OR (EXT_ID:{pmid} AND SRC:MED)'},
                json_type,
            ),
            ("openalex.json", f"/openalex/works/doi:{doi}", {}, json_type),
            ("openalex.json", f"/openalex/works/pmid:{pmid}", {}, json_type),
            ("doi_org.json", f"/doi/{doi}", {}, json_type),
        ):
            if (folder / name).exists():
                self.prepare(
                    path, Prepared(body=(folder / name).read_bytes(), headers=headers), params=params
                )

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def replaying() -> Iterator[ReplayServer]:
    """A server for as long as it is needed."""
    server = ReplayServer()
    try:
        yield server
    finally:
        server.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of_answers: ClassVar[ReplayServer]

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        params = dict(parse_qsl(parts.query))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server_of_answers.asked.append(
            Asked(path=unquote(parts.path), params=params, headers=headers, at=time.monotonic())
        )
        prepared = self.server_of_answers.answer_to(parts.path, params)
        self.close_connection = True
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has had enough
            self._send(prepared, headers)

    def _send(self, prepared: Prepared, asked: Mapping[str, str]) -> None:
        if prepared.raw is not None:
            self.wfile.write(prepared.raw)
            return
        mark = prepared.headers.get("ETag")
        if mark and asked.get("if-none-match") == mark:
            self.send_response(304)
            self.send_header("ETag", mark)
            self.end_headers()
            return
        body = gzip.compress(prepared.body) if prepared.packed else prepared.body
        self.send_response(prepared.status)
        for name, value in prepared.headers.items():
            self.send_header(name, value)
        if prepared.packed:
            self.send_header("Content-Encoding", "gzip")
        if "Content-Length" not in prepared.headers and prepared.status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        body = body if prepared.cut_after is None else body[: prepared.cut_after]
        if not prepared.seconds_a_byte:
            self.wfile.write(body)
            return
        for byte in body:
            self.wfile.write(bytes([byte]))
            time.sleep(prepared.seconds_a_byte)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the tests ask what came in."""
