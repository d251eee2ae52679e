"""A database that cannot be written to, or not be reached: said in a sentence to whoever meets it.

SQLite's troubles are known by the words of its errors, PostgreSQL's by their codes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import DatabaseError
from django.utils.translation import gettext_noop

from apercu.config.database_url import NAME
from apercu.content.database_away import is_away


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One thing that can be wrong with a database."""

    code: str
    sentence: str  # to an editor or a reader, to be translated
    mend: str  # to the operator, in English


_FULL = Trouble(
    code="disk-full",
    sentence=gettext_noop("The server has no room left to save anything."),
    mend="The disk of the data folder is full, or a limit was reached: make room.",
)
_UNWRITABLE = Trouble(
    code="disk-error",
    sentence=gettext_noop("The server could not write to its disk."),
    mend="The disk of the data folder could not be written to: it is full, a limit was reached, or it fails. "
    "Run `apercu doctor`.",
)
_READ_ONLY = Trouble(
    code="read-only",
    sentence=gettext_noop("The server may only read its database at the moment."),
    mend="The database may not be written to: see who owns its files, and how the disk is mounted.",
)
_AWAY = Trouble(
    code="away",
    sentence=gettext_noop("The server cannot reach its database at the moment."),
    mend="The database cannot be opened: see that it is there and that this user may read and write it.",
)
_UNREACHABLE = Trouble(
    code="away",
    sentence=_AWAY.sentence,
    mend=f"The database cannot be reached: see that PostgreSQL runs, and {NAME}.",
)
_BUSY = Trouble(
    code="busy",
    sentence=gettext_noop("Somebody else was saving for too long."),
    mend="The database was locked by another process for half a minute: see what else works on it.",
)

# SQLite's own words (sqlite.org/rescode.html).
_IN_WORDS = (
    (re.compile("database or disk is full"), _FULL),
    (re.compile("disk I/O error|locking protocol"), _UNWRITABLE),
    (re.compile("attempt to write a readonly database"), _READ_ONLY),
    (re.compile("unable to open database file"), _AWAY),
    (re.compile("database (table )?is locked"), _BUSY),
)
# PostgreSQL's (its manual, appendix A).
_BY_CODE = {"53100": _FULL, "25006": _READ_ONLY}


def trouble_of(error: BaseException) -> Trouble | None:
    """What is wrong with the database by this error; None where it tells of nothing of the kind."""
    if is_away(error):
        return _UNREACHABLE
    if not isinstance(error, DatabaseError):
        return None
    if code := getattr(error.__cause__, "sqlstate", None):
        return _BY_CODE.get(code)
    return next((trouble for words, trouble in _IN_WORDS if words.search(str(error))), None)


def sentence_for(error: BaseException) -> str | None:
    """What an operator is told of it, with the database's own words; None where it is nothing of the kind."""
    trouble = trouble_of(error) or (_UNREACHABLE if _is_refused(error) else None)
    if trouble is None:
        return None
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    why = lines[0].rstrip(".") if lines else type(error).__name__
    return f"{trouble.mend} (The database says: {why}.)"


def _is_refused(error: BaseException) -> bool:
    """Whether a server answers and lets nobody in: a wrong password, a name it does not know."""
    code = getattr(error.__cause__, "sqlstate", None) or ""
    return code.startswith("28") or code == "3D000"
