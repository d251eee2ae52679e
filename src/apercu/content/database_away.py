"""Whether an error means that the database cannot be reached, rather than that something of ours is wrong."""

from __future__ import annotations

from django.db import DatabaseError, InterfaceError, OperationalError
from psycopg import errors

# What PostgreSQL says while it stops, starts or has no room for one more (its manual, appendix A).
_AWAY = (
    errors.AdminShutdown,
    errors.CrashShutdown,
    errors.CannotConnectNow,
    errors.DatabaseDropped,
    errors.IdleSessionTimeout,
    errors.TooManyConnections,
)


def is_away(error: BaseException | None) -> bool:
    """Whether PostgreSQL does not answer, or has just hung up; what SQLite says is never this."""
    if isinstance(error, InterfaceError):
        return True  # a connection that was lost while a transaction was under way
    if not isinstance(error, DatabaseError):
        return False
    cause = error.__cause__
    if isinstance(cause, _AWAY):
        return True
    # What the server did not say itself has no code: no server, or a connection that broke.
    return (
        isinstance(error, OperationalError)
        and isinstance(cause, errors.OperationalError)
        and not cause.sqlstate
    )
