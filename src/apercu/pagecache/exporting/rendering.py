"""Pages asked of the site in this process, made fit for files and written, by several processes at once."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.template.loader import render_to_string

from apercu.pagecache.exporting import filing, folder, plan, rewriting, search_page
from apercu.pagecache.exporting.folder import CannotExport
from apercu.reading import addresses
from apercu.reading.at_hand import keeping_the_last
from apercu.reading.viewdata.errors import missing_page

AT_ONCE = 32  # addresses a process takes; a summary's stand together
FEW = 24  # addresses that are not worth another process
Tick = Callable[[int], None]


@dataclass(slots=True)
class Made:
    """What came of some addresses."""

    changed: set[str] = field(default_factory=set)  # files that were written
    missing: set[str] = field(default_factory=set)  # addresses where nothing stands (any more)
    related: dict[str, tuple[str, ...]] = field(default_factory=dict)  # slugs, by the slug of the page
    styles: set[str] = field(default_factory=set)
    lost: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def add(self, other: Made) -> None:
        """Take in what another process made."""
        self.changed |= other.changed
        self.missing |= other.missing
        self.related |= other.related
        self.styles |= other.styles
        self.lost |= other.lost


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is to be made, and where it goes."""

    addresses: Sequence[str]
    known: Container[str]  # every address that becomes a file
    tree: Path
    earlier: Path


def make(job: Job, *, processes: int, tick: Tick) -> Made:
    """Make the pages of a job; CannotExport names an address that answers with an error."""
    if processes == 1 or len(job.addresses) <= FEW:
        return _Maker(job).make(job.addresses, tick)
    connections.close_all()  # a connection does not survive a fork
    context = multiprocessing.get_context("fork")
    following = context.Value("l", 0)
    ends: list[Connection] = []
    children = []
    for _number in range(processes):
        here, there = context.Pipe(duplex=False)
        child = context.Process(target=_work, args=(job, following, there), daemon=True)
        child.start()
        there.close()
        ends.append(here)
        children.append(child)
    try:
        return _gathered(ends, tick)
    finally:
        for child in children:
            child.terminate() if child.exitcode is None and sys.exc_info()[0] else None
            child.join()


def _gathered(ends: list[Connection], tick: Tick) -> Made:
    made = Made()
    while ends:
        for end in wait(ends):
            assert isinstance(end, Connection)
            try:
                said = end.recv()
            except EOFError:
                raise CannotExport(
                    "A process that was making pages died; the earlier export is as it was."
                ) from None
            if isinstance(said, int):
                tick(said)
            elif isinstance(said, Exception):
                raise said
            else:
                made.add(said)
                ends.remove(end)
    return made


def _work(job: Job, following: Any, end: Connection) -> None:
    """In a process of its own: take some addresses after the other, and say at the end what came of them."""
    maker, made = _Maker(job), Made()
    try:
        while True:
            with following.get_lock():
                start, following.value = following.value, following.value + AT_ONCE
            some = job.addresses[start : start + AT_ONCE]
            if not some:
                break
            made.add(maker.make(some, lambda _done: None))
            end.send(len(some))
        end.send(made)
    except (CannotExport, OSError) as error:
        end.send(error)
    finally:
        connections.close_all()


class _Maker:
    """Makes pages in this process."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._application = BaseHandler()
        self._application.load_middleware()

    def make(self, some: Sequence[str], tick: Tick) -> Made:
        made = Made()
        with keeping_the_last():
            for address in some:
                self._make(address, made)
                tick(1)
        return made

    def _make(self, address: str, made: Made) -> None:
        status, kind, content = self._answer(address)
        if status == 404:
            made.missing.add(address)
            return
        if status != 200:
            raise CannotExport(f"The page {address} cannot be made (it answers {status}); see the log.")
        file = filing.file_of(address)
        if kind.startswith("text/html"):
            content = self._page(address, file, content.decode(), made)
        elif address in {"/llms.txt", "/robots.txt"}:
            content = rewriting.plain(address, content.decode()).encode()
        if folder.put(self._job.tree, file, content, earlier=self._job.earlier):
            made.changed.add(file)

    def _page(self, address: str, file: str, html: str, made: Made) -> bytes:
        root = "/" if address == plan.NOT_FOUND else ""
        page = rewriting.rewritten(html, file=file, known=self._job.known, root=root)
        bare = addresses.without_language(address)
        if bare == address and bare.startswith(plan.SEARCH) and bare != plan.SEARCH:
            made.related[bare.split("/")[2]] = rewriting.related_in(html)
        made.styles |= page.styles
        made.lost[address] = tuple(page.lost)
        return page.text.encode()

    def _answer(self, address: str) -> tuple[int, str, bytes]:
        if addresses.without_language(address) == plan.SEARCH:
            return 200, "text/html", search_page.html(address).encode()
        if address == plan.NOT_FOUND:
            return (
                200,
                "text/html",
                render_to_string("reading/not_found.html", {"page": missing_page()}).encode(),
            )
        return ask(self._application, address)


def ask(application: BaseHandler, address: str) -> tuple[int, str, bytes]:
    """Status, media type and body of the answer to anybody who asks for this address.

    The handler is asked as a server asks it but for the signals of a request, which close connections.
    """
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    response: Any = application.get_response(WSGIRequest(environ))
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, response.headers.get("Content-Type", ""), body
