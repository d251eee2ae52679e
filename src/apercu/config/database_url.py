"""The database of a site: SQLite in its data folder, or the PostgreSQL that `APERCU_DATABASE_URL` names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

NAME = "APERCU_DATABASE_URL"
LIKE = "postgresql://user:password@host:5432/name"
CONNECT_TIMEOUT = 5  # seconds until a server that does not answer counts as away
# What may stand behind the question mark: libpq's own names (postgresql.org/docs/current/libpq-connect.html).
PARAMETERS = frozenset(
    {"host", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name"}
)
_SSL_MODES = frozenset({"disable", "allow", "prefer", "require", "verify-ca", "verify-full"})
# The other end of a connection may vanish without a word (a cable, a machine that lost its power). Both sides
# ask after half a minute of silence; else the lock of an editor's save could be held for hours.
_KEEPALIVES = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
_OF_THE_SERVER = "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"


def database_settings(url: str, *, data: Path) -> dict[str, Any]:
    """What Django is told of the database; an empty address means SQLite in the data folder.

    Raises ImproperlyConfigured with a sentence that never holds the address, for a password may stand in it.
    """
    return _postgresql(url) if url else sqlite(data / "apercu.sqlite3")


def sqlite(path: Path) -> dict[str, Any]:
    """A database in one file."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # A reader never waits for a writer, a writer says so at once and waits its turn.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=8388608;",
        },
        "CONN_MAX_AGE": None,
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = _parts(url)
    asked = _parameters(parts)
    host, port = asked.pop("host", "") or unquote(parts.hostname or ""), _port(parts)
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise _wrong("it names no database; the name stands behind the address of the server")
    options: dict[str, Any] = {"connect_timeout": CONNECT_TIMEOUT, "application_name": "apercu"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": options | _KEEPALIVES | {"options": _OF_THE_SERVER} | asked,
        # Kept open, and looked at before each request: a server that was started again is met by a new one.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that opens no IPv6 address
        raise _wrong("it cannot be read as an address") from None
    if parts.scheme not in {"postgresql", "postgres"} or not url.startswith(f"{parts.scheme}://"):
        raise _wrong("it names no PostgreSQL")
    if parts.fragment or "#" in url:
        raise _wrong("it holds the sign #; in a password write %23")
    return parts


def _port(parts: SplitResult) -> str:
    try:
        port = parts.port
    except ValueError:
        raise _wrong(
            "its port is no number from 1 to 65535; in a password write @ as %40, : as %3A and / as %2F"
        ) from None
    return str(port or "")


def _parameters(parts: SplitResult) -> dict[str, Any]:
    asked: dict[str, Any] = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(asked.keys() - PARAMETERS):
        known = ", ".join(sorted(PARAMETERS))
        # A password with a question mark in it would end up here: its rest is not repeated.
        raise _wrong(f"{len(unknown)} of the parameters behind the question mark are none of {known}")
    if asked.get("sslmode", "prefer") not in _SSL_MODES:
        raise _wrong(f"its sslmode is none of {', '.join(sorted(_SSL_MODES))}")
    if not re.fullmatch("[1-9][0-9]?", asked.get("connect_timeout", "5")):
        raise _wrong("its connect_timeout is no number of seconds from 1 to 99")
    return asked


def _wrong(why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{NAME} is wrong: {why}. It should look like {LIKE}.")
