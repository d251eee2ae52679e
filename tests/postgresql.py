"""A private PostgreSQL for tests: its own data in a temporary folder, its own port, gone at the end.

`python -m tests.postgresql COMMAND…` runs a command with `APERCU_DATABASE_URL` set to one. It uses the programs
that Debian's package puts into /usr/lib/postgresql, or those in PATH; no service of the machine is touched.
What it keeps is not written to the disk for good (fsync is off): a test that kills the server kills the
process, never the machine.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.ports import free_port

USER = "apercu"
PATIENCE = 60.0  # seconds
MISSING = "The tests need PostgreSQL, and none was found: apt-get install postgresql"
# Quick, and what was committed outlives a killed server, not a machine without power; connections for several processes of tests and the sites they serve.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "max_wal_size": "512MB",
    "listen_addresses": "127.0.0.1",
    "autovacuum_naptime": "10s",
}


class NoPostgresql(Exception):
    """PostgreSQL's programs are not on this machine; the message says what to do."""


@dataclass(kw_only=True)
class Server:
    """A server that can be stopped and started again with the same data at the same address."""

    folder: Path
    port: int
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def create(self) -> None:
        """Make the empty cluster. Its texts are sorted by code points, as SQLite sorts them."""
        self.folder.mkdir(exist_ok=True)
        _give_away(self.folder)
        made = subprocess.run(
            [
                *_as_nobody_special(),
                program("initdb"),
                f"--pgdata={self._data}",
                f"--username={USER}",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--no-instructions",
            ],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr}")

    def copy_of(self, other: Path) -> None:
        """Have the files of another server, which was stopped."""
        shutil.copytree(other, self.folder, dirs_exist_ok=True)
        for path in (self.folder, *self.folder.rglob("*")):
            _give_away(path)

    def start(self) -> None:
        """Start it, and come back when it answers. It ends with this process, however that ends."""
        told = [f"--{name}={value}" for name, value in SETTINGS.items()]
        where = ["-D", str(self._data), "-k", str(self.folder), "-p", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*_as_nobody_special(), "--pdeathsig", "INT", program("postgres"), *where, *told],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the tests, which then stop it
            )
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return

    def stop(self, *, at_once: bool = False) -> None:
        """Stop it; `at_once` as a machine stops that lost its power, with whatever was under way."""
        if self._process is None:
            return
        # Not to the group: PostgreSQL's own signals are asked for by name.
        self._process.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
        try:
            self._process.wait(PATIENCE)
        finally:
            if self._process.poll() is None:
                self._process.kill()
            self._process = None

    def url(self, name: str) -> str:
        """The address of a database of it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    @property
    def _data(self) -> Path:
        return self.folder / "data"


@contextmanager
def running() -> Iterator[Server]:
    """A server with an empty database `apercu`, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="apercu-postgresql-"))
    server = Server(folder=folder, port=free_port())
    try:
        server.create()
        server.start()
        create_database(server.url("postgres"), USER)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def create_database(maintenance: str, name: str, *, template: str = "template0") -> None:
    """An empty database, or a copy of another to which nobody is connected."""
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())


def drop_database(maintenance: str, name: str) -> None:
    """Take a database away, whoever is connected to it."""
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def program(name: str) -> str:
    """Where a program of the newest release is."""
    found = [path / name for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / name).exists()]
    if found:
        return str(max(found, key=lambda path: int(path.parts[-3].split(".")[0])))
    if path := shutil.which(name):
        return path
    raise NoPostgresql(MISSING)


def _user() -> str:
    """Who runs it when we are root, whom it refuses."""
    import pwd

    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _as_nobody_special() -> list[str]:
    """The beginning of a command that gives up root's rights, where we have them."""
    if os.geteuid() != 0:
        return ["setpriv"]
    import pwd

    entry = pwd.getpwnam(_user())
    return ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]


def _give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, _user())


def main(command: Sequence[str]) -> int:
    """Run a command beside a server, and say how it ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with running() as server:
            told = os.environ | {"APERCU_DATABASE_URL": server.url(USER)}
            return subprocess.run(command, env=told, check=False).returncode
    except NoPostgresql as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
