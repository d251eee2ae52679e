"""What the whole suite needs: the contents that transactional tests put back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings
from pytest_django.plugin import blocking_manager_key

from apercu.search.live import live
from tests.databases import end_sessions
from tests.replaying.server import ReplayServer, replaying

CONTENTS = "_test_serialized_contents"  # where Django keeps what migrations wrote, on the connection itself
_kept: list[str] = []

# `make test` judges a change, so it tries the same examples every time; `make soak` looks for new ones.
settings.register_profile("suite", max_examples=60, derandomize=True, deadline=None)
settings.register_profile("soak", max_examples=1000, deadline=None)


def keep_contents() -> None:
    """Carry what `serialized_rollback` puts back from one connection to the next.

    Playwright's synchronous interface runs an event loop in this thread. From then on Django hands out another
    connection object, one that knows nothing of these contents: without them a test would meet an empty
    database instead of a migrated one.
    """
    if hasattr(connection, CONTENTS):
        _kept[:] = [getattr(connection, CONTENTS)]
    elif _kept:
        setattr(connection, CONTENTS, _kept[0])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: at the end it would keep one process busy and the others waiting."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    keep_contents()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The suite's database, as pytest-django makes it and takes it away."""
    yield
    with django_db_blocker.unblock():
        end_sessions()


@pytest.fixture(autouse=True)
def no_index_of_another_test() -> None:
    """Every test finds the search index as a process finds it that has just begun."""
    live.forget()


@pytest.fixture
def replay_server() -> Iterator[ReplayServer]:
    """A local server that gives prepared answers as the scholarly services would."""
    with replaying() as server:
        yield server


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A transactional test leaves an empty database behind; the next test, whichever it is, finds a migrated one.

    Django relies on transactional tests coming last. Run on several processes, the suite has no such order.
    """
    yield
    marker = item.get_closest_marker("django_db")
    if nextitem is None or marker is None or not marker.kwargs.get("transaction"):
        return
    with item.config.stash[blocking_manager_key].unblock():
        keep_contents()
        connection.creation.deserialize_db_from_string(getattr(connection, CONTENTS))
