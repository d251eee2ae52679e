"""Whatever is published, withdrawn and read, on however many nodes and in whatever order: no page is old.

The model: one database, three nodes with kept pages of their own. Two are on SQLite and ask it themselves; one
polls, as on another database, every half second. The law: those two never show anything but the present
state, that one nothing that was not the present state within the last second. A follower derives something
from what is published, later; as soon as its mark has moved, what it derived is shown.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from apercu.pagecache.serving import KeptPages
from apercu.pagecache.versions import EVERY, Known, PolledVersions, SqliteVersions
from tests.asking import ask
from tests.unit.pagecache.sites import Clock, Database

PAGES = ("/summaries/a/", "/topics/b/", "/summaries/?q=words")
NODES = st.integers(0, 2)
POLLING = 2
AT_MOST = 1.0  # seconds a page may be old on a node that polls


class Node:
    """A web node: a connection of its own, an application, kept pages."""

    def __init__(self, database: Path, clock: Clock, *, polls: bool) -> None:
        self.connection = sqlite3.connect(database, isolation_level=None)
        self.meanwhile: Callable[[], None] | None = None
        self.versions: PolledVersions | SqliteVersions
        if polls:
            self.versions = PolledVersions(
                clock=clock, read=self.known, own_marks=lambda: (), in_background=False
            )
        else:
            self.versions = SqliteVersions(database, clock=clock, own_marks=lambda: ())
        self.pages = KeptPages(self.application, versions=self.versions, most=2**20, clock=clock, now=clock)

    def known(self) -> Known:
        stamp = self.connection.execute(
            "SELECT id, at FROM content_change ORDER BY id DESC LIMIT 1"
        ).fetchone()
        marks = self.connection.execute("SELECT name, mark FROM content_followermark").fetchall()
        return Known(stamp=stamp or (), marks=tuple(marks))

    def application(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """A page is read in two steps, as any is that takes more than one query; something may come between."""
        path = environ["PATH_INFO"]
        row = self.connection.execute("SELECT text FROM page WHERE path = ?", (path,)).fetchone()
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            meanwhile()
        derived = self.connection.execute("SELECT text FROM derived").fetchone()[0]
        start_response("200 OK" if row else "404 Not Found", [("Content-Type", "text/html")])
        return [f"{row[0] if row else 'gone'} {derived} ".encode() + b"." * 300]


class Publishing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = Clock()
        self.database = Database(self.folder / "site.sqlite3")
        self.database.own.executescript(
            "CREATE TABLE page (path TEXT PRIMARY KEY, text TEXT); CREATE TABLE derived (text TEXT);"
            "INSERT INTO derived VALUES ('0');"
        )
        self.nodes = [Node(self.database.path, self.clock, polls=number == POLLING) for number in range(3)]
        self.look_at = self.clock() + EVERY
        self.number = 0
        self.is_followed = 0  # what the follower has derived, and its mark told of
        # What each page showed, since when; the follower's part apart.
        self.shown = {page.partition("?")[0]: [(self.clock(), "gone")] for page in PAGES}

    def teardown(self) -> None:
        for node in self.nodes:
            node.connection.close()
            if isinstance(node.versions, SqliteVersions):
                node.versions._close()
        self.database.own.close()
        shutil.rmtree(self.folder)

    def change(self, page: str, *, withdraw: bool, node: int) -> None:
        """One transaction, as `publish()` makes it; the node that made it knows."""
        self.number += 1
        path, text = page.partition("?")[0], "gone" if withdraw else f"text-{self.number}"
        own = self.nodes[node].connection
        own.execute("BEGIN IMMEDIATE")
        own.execute("DELETE FROM page WHERE path = ?", (path,))
        if not withdraw:
            own.execute("INSERT INTO page VALUES (?, ?)", (path, text))
        own.execute("INSERT INTO content_change (at) VALUES (?)", (str(self.clock()),))
        own.execute("COMMIT")
        self.shown[path].append((self.clock(), text))
        self.nodes[node].versions.changed()

    def pass_time(self, seconds: float) -> None:
        """Time passes; a node that polls looks as often as its thread would."""
        end = self.clock.time + seconds
        while self.look_at <= end:
            self.clock.time = self.look_at
            self.nodes[POLLING].versions.changed()
            self.look_at += EVERY
        self.clock.time = end

    @rule(page=st.sampled_from(PAGES), withdraw=st.booleans(), node=NODES)
    def publish_or_withdraw(self, page: str, withdraw: bool, node: int) -> None:
        self.change(page, withdraw=withdraw, node=node)

    @rule(seconds=st.sampled_from([0.002, 0.45, 0.7, 1.2]))
    def wait(self, seconds: float) -> None:
        self.pass_time(seconds)

    @precondition(lambda self: self.is_followed < self.number)
    @rule(node=NODES, page=st.sampled_from(PAGES), reader=NODES)
    def follow(self, node: int, page: str, reader: int) -> None:
        """The follower derives, somebody may read, its mark moves."""
        own = self.nodes[node].connection
        reached = self.number
        own.execute("UPDATE derived SET text = ?", (str(reached),))
        self.read(page, reader)
        own.execute("UPDATE content_followermark SET mark = ?", (reached,))
        self.pass_time(AT_MOST)
        self.is_followed = reached

    @rule(page=st.sampled_from(PAGES), node=NODES, encoding=st.sampled_from(["", "gzip", "br"]), other=NODES)
    def read_while_somebody_publishes(self, page: str, node: int, encoding: str, other: int) -> None:
        self.nodes[node].meanwhile = lambda: self.change(page, withdraw=False, node=other)
        self.read(page, node, encoding)
        self.nodes[node].meanwhile = None

    @rule()
    def read_everything_everywhere(self) -> None:
        for node in range(3):
            for page in PAGES:
                self.read(page, node)

    @rule(page=st.sampled_from(PAGES), node=NODES, encoding=st.sampled_from(["", "gzip", "br"]))
    def read(self, page: str, node: int, encoding: str = "gzip") -> None:
        if node != POLLING:
            self.pass_time(0.002)
        asked_at = self.clock()
        got = ask(self.nodes[node].pages, page, Accept_Encoding=encoding)
        text, derived, _rest = got.text.split(" ")
        assert got.status == (404 if text == "gone" else 200)
        states = self.shown[page.partition("?")[0]]
        oldest = asked_at - (AT_MOST if node == POLLING else 0)
        ended = [since for since, _text in states[1:]] + [float("inf")]
        allowed = [state for (_since, state), end in zip(states, ended, strict=True) if end >= oldest]
        assert text in allowed, (text, allowed)
        assert int(derived) >= self.is_followed


TestPublishing = Publishing.TestCase
TestPublishing.settings = settings(stateful_step_count=30, deadline=None)
