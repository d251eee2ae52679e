"""The same report by several ways in at the same moment, each on a connection of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from apercu.mailing.bounces.receiving import What, receive
from apercu.mailing.models import Bounce, ConsentEvent
from tests.integration.mailing.bounces.sent import DAY, NOON, copy_for, reader, report

AT_ONCE = 4


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_report_that_comes_by_several_ways_at_once_counts_once() -> None:
    person = reader()
    told = report(copy_for(person))
    start = Barrier(AT_ONCE)

    def take(way: int) -> What:
        try:
            start.wait(timeout=30)
            return receive(report=told, at=NOON + DAY, source=f"way {way}").what
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as ways:
        outcomes = sorted(ways.map(take, range(AT_ONCE)))
    assert outcomes == [What.KNOWN] * (AT_ONCE - 1) + [What.NOTED]
    assert Bounce.objects.count() == 1
    assert ConsentEvent.objects.filter(kind=ConsentEvent.Kind.BLOCKED).count() == 1
    person.refresh_from_db()
    assert person.blocked == "bounced"
