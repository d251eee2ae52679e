"""`APERCU_DATABASE_URL`: what is read from it, and that a wrong one is said without its password."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from apercu.config.database_url import database_settings

DATA = Path("data")


def read(url: str) -> dict[str, Any]:
    return database_settings(url, data=DATA)


def test_without_an_address_the_database_is_a_file_in_the_data_folder() -> None:
    assert read("")["NAME"] == DATA / "apercu.sqlite3"
    assert read("")["ENGINE"].endswith("sqlite3")


@pytest.mark.parametrize(
    ("url", "user", "password", "host", "port", "name"),
    [
        ("postgresql://ada:secret@db.example.org:5433/apercu", "ada", "secret", "db.example.org", "5433", "apercu"),
        ("postgres://ada@db.example.org/apercu", "ada", "", "db.example.org", "", "apercu"),
        ("postgresql://ada:p%40s%2Fs%3Aw%23%3F@db/apercu", "ada", "p@s/s:w#?", "db", "", "apercu"),
        ("postgresql://[2001:db8::7]:5432/ap%C3%A9ro", "", "", "2001:db8::7", "5432", "apéro"),
        ("postgresql:///apercu?host=/run/postgresql", "", "", "/run/postgresql", "", "apercu"),
        ("postgresql://%2Frun%2Fpostgresql/apercu", "", "", "/run/postgresql", "", "apercu"),
    ],
)  # fmt: skip
def test_the_parts_of_an_address(url: str, user: str, password: str, host: str, port: str, name: str) -> None:
    found = read(url)
    assert [found[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        user,
        password,
        host,
        port,
        name,
    ]
    assert found["CONN_HEALTH_CHECKS"] is True


def test_parameters_go_to_the_driver() -> None:
    options = read("postgresql://db/apercu?sslmode=verify-full&connect_timeout=9")["OPTIONS"]
    assert (options["sslmode"], options["connect_timeout"]) == ("verify-full", "9")
    assert read("postgresql://db/apercu")["OPTIONS"]["connect_timeout"] == 5


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://ada:hunter2@db/apercu", "it names no PostgreSQL"),
        ("postgresql:hunter2", "it names no PostgreSQL"),
        ("hunter2", "it names no PostgreSQL"),
        ("postgresql://ada:hunter2@db", "it names no database"),
        ("postgresql://ada:hunter2@db/one/two", "it names no database"),
        ("postgresql://ada:hunter2@db:many/apercu", "its port is no number"),
        ("postgresql://ada:hunter2@db:99999/apercu", "its port is no number"),
        ("postgresql://ada:hunt/er2@db/apercu", "its port is no number"),
        ("postgresql://ada:hunt#er2@db/apercu", "it holds the sign #"),
        ("postgresql://ada:hunter2@db/apercu?sslmode=on", "its sslmode is none of allow, disable,"),
        ("postgresql://ada:hunter2@db/apercu?hunter2=1", "1 of the parameters behind the question mark"),
        ("postgresql://ada:hunter2@db/apercu?connect_timeout=soon", "its connect_timeout is no number of seconds"),
        ("postgresql://ada:hunter2@[db/apercu", "it cannot be read as an address"),
    ],
)  # fmt: skip
def test_a_wrong_address_is_said_in_a_sentence_without_what_stands_in_it(url: str, why: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(url)
    said = str(refused.value)
    assert said.startswith(f"APERCU_DATABASE_URL is wrong: {why}")
    assert said.endswith("It should look like postgresql://user:password@host:5432/name.")
    assert "hunt" not in said
    assert "ada" not in said
