"""What the whole suite needs: its database, and the contents that transactional tests put back."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import settings
from pytest_django.plugin import blocking_manager_key

from apercu.search.live import live
from tests.builders import LayDown
from tests.databases import end_sessions
from tests.migrated import CONTENTS, OwnCopy
from tests.replaying.server import ReplayServer, replaying

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


def put_contents_back() -> None:
    """Fill an empty database with what migrations wrote."""
    keep_contents()
    connection.creation.deserialize_db_from_string(getattr(connection, CONTENTS))


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: Python need not look through it for rubbish again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)  # tests make and drop many small things: look less often


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: at the end it would keep one process busy and the others waiting."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    keep_contents()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The database of this process: a copy of the one that the run migrates."""
    folder, process = tmp_path_factory.getbasetemp(), os.environ.get("PYTEST_XDIST_WORKER", "alone")
    if process != "alone":
        folder = folder.parent  # that of all processes of the run
    with django_db_blocker.unblock():
        own = OwnCopy(folder=folder, process=process)
    yield
    with django_db_blocker.unblock():
        end_sessions()
        own.give_back()


@pytest.fixture(scope="module")
def laid_down(django_db_setup: None, django_db_blocker: Any) -> Iterator[LayDown]:
    """Makes what every test of a module begins with: `laid_down(make)`, in a fixture of module scope.

    A transaction is around all tests of the module. Each begins with what was made, whatever the others did to it,
    and the next module finds nothing of it. Not for a module with transactional tests.
    """
    around = transaction.atomic()

    def lay_down(make: Callable[[], object]) -> None:
        with django_db_blocker.unblock():
            make()

    lay_down(around.__enter__)
    yield lay_down
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


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
    if nextitem is None or not _is_transactional(item) or _puts_contents_back(nextitem):
        return
    with item.config.stash[blocking_manager_key].unblock():
        put_contents_back()


def _is_transactional(item: pytest.Item) -> bool:
    return bool(_marked(item).get("transaction"))


def _puts_contents_back(item: pytest.Item) -> bool:
    """Whether Django itself puts the contents back before this test."""
    return _is_transactional(item) and bool(_marked(item).get("serialized_rollback"))


def _marked(item: pytest.Item) -> Mapping[str, Any]:
    marker = item.get_closest_marker("django_db")
    return marker.kwargs if marker else {}
