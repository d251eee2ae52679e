"""Which errors tell of a database that is away, full or not to be written to, and what is said of them."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from psycopg import errors

from apercu.config.database_troubles import sentence_for, trouble_of


def as_django_raises(error: Exception, kind: type[Exception] = OperationalError) -> Exception:
    """The driver's error in the coat that Django puts around it."""
    coat = kind(*error.args)
    coat.__cause__ = error
    return coat


@pytest.mark.parametrize(
    "error",
    [
        as_django_raises(psycopg.OperationalError("connection failed: Connection refused")),
        as_django_raises(psycopg.OperationalError("the connection is closed")),
        as_django_raises(errors.AdminShutdown("terminating connection due to administrator command")),
        as_django_raises(errors.CannotConnectNow("the database system is starting up")),
        as_django_raises(errors.TooManyConnections("sorry, too many clients already")),
        InterfaceError("connection already closed"),
    ],
)
def test_a_server_that_does_not_answer_or_hangs_up(error: Exception) -> None:
    trouble = trouble_of(error)
    assert trouble is not None
    assert trouble.sentence == "The server cannot reach its database at the moment."
    assert (sentence_for(error) or "").startswith("The database cannot be reached: ")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (as_django_raises(sqlite3.OperationalError("database or disk is full")), "disk-full"),
        (as_django_raises(errors.DiskFull("could not extend file")), "disk-full"),
        (as_django_raises(sqlite3.OperationalError("attempt to write a readonly database")), "read-only"),
        (as_django_raises(errors.ReadOnlySqlTransaction("cannot execute INSERT")), "read-only"),
        (as_django_raises(sqlite3.OperationalError("disk I/O error")), "disk-error"),
        (as_django_raises(sqlite3.OperationalError("unable to open database file")), "away"),
        (as_django_raises(sqlite3.OperationalError("database is locked")), "busy"),
    ],
)
def test_a_database_that_takes_nothing(error: Exception, code: str) -> None:
    trouble = trouble_of(error)
    assert trouble is not None
    assert trouble.code == code


@pytest.mark.parametrize(
    "error",
    [
        ValueError("something else"),
        as_django_raises(errors.UniqueViolation("duplicate key"), IntegrityError),
        as_django_raises(errors.SerializationFailure("could not serialize access")),
        as_django_raises(errors.UndefinedTable("no such table"), DatabaseError),
        as_django_raises(sqlite3.OperationalError("no such table")),
    ],
)
def test_every_other_error_is_none_of_this(error: Exception) -> None:
    assert trouble_of(error) is None
    assert sentence_for(error) is None


def test_a_password_that_is_refused_is_said_to_operators_and_is_no_outage() -> None:
    refused = as_django_raises(errors.InvalidPassword('password authentication failed for user "ada"\nmore'))
    assert trouble_of(refused) is None
    assert sentence_for(refused) == (
        "The database cannot be reached: see that PostgreSQL runs, and APERCU_DATABASE_URL. "
        '(The database says: password authentication failed for user "ada".)'
    )
