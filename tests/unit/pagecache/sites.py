"""A small site of the tests' own behind kept pages: what it shows, how often it was asked, what it does wrong."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from apercu.pagecache.serving import KeptPages
from apercu.pagecache.versions import Known, Version

LONG = " It is said at some length, so that it is worth compressing." * 10


@dataclass
class Clock:
    time: float = 1_700_000_000.0

    def __call__(self) -> float:
        return self.time


@dataclass
class Told:
    """Versions a test sets; None for a database that cannot be asked."""

    number: int = 1
    is_there: bool = True

    def present(self) -> Version | None:
        return Version(Known((self.number, ""), ()), ())

    def certain(self) -> Version | None:
        return self.present() if self.is_there else None

    def changed(self) -> None: ...

    def close(self) -> None: ...


@dataclass
class Site:
    """An application that shows what it is told to, at every path."""

    shows: str = "A page." + LONG
    status: str = "200 OK"
    headers: list[tuple[str, str]] = field(
        default_factory=lambda: [("Content-Type", "text/html; charset=utf-8")]
    )
    meanwhile: Callable[[], object] = lambda: None
    asked: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self.lock:
            self.asked.append(environ)
        shows, status = self.shows, self.status
        self.meanwhile()
        start_response(status, [*self.headers, ("Content-Length", str(len(shows.encode())))])
        return [shows.encode()]


@dataclass
class Kept:
    """All of it together."""

    site: Site = field(default_factory=Site)
    versions: Told = field(default_factory=Told)
    clock: Clock = field(default_factory=Clock)
    most: int = 2**20
    pages: KeptPages = field(init=False)

    def __post_init__(self) -> None:
        self.pages = KeptPages(
            self.site, versions=self.versions, most=self.most, clock=self.clock, now=self.clock
        )

    def publish(self, shows: str) -> None:
        self.site.shows = shows + LONG
        self.versions.number += 1


class Database:
    """A file with the two tables that versions are read from."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.own = sqlite3.connect(path, isolation_level=None)
        self.own.executescript(
            "PRAGMA journal_mode=WAL;"
            "CREATE TABLE content_change (id INTEGER PRIMARY KEY, at TEXT);"
            "CREATE TABLE content_followermark (name TEXT, mark INTEGER);"
            "INSERT INTO content_followermark VALUES ('citations', 0);"
        )

    def publish(self, at: str = "2026-01-01") -> None:
        self.own.execute("INSERT INTO content_change (at) VALUES (?)", (at,))
