"""What the whole suite needs: the contents that transactional tests put back."""

from __future__ import annotations

import pytest
from django.db import connection

CONTENTS = "_test_serialized_contents"  # where Django keeps what migrations wrote, on the connection itself
_kept: list[str] = []


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


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    keep_contents()
