"""`apercu send_due`: mailings whose hour has come begin, and every copy that may leave now leaves."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Q
from django.utils import timezone

from apercu.mailing.models import Delivery, Mailing
from apercu.mailing.sending import holding, own, pausing

State = Delivery.State


class Command(BaseCommand):
    help = "Send what is due; `apercu serve` does it by itself. Several may be at it at once."

    def handle(self, *, verbosity: int, **_options: Any) -> None:
        stopping = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stopping.set())
        signal.signal(signal.SIGINT, lambda *_: stopping.set())
        worker = own.worker()
        before = _not_over()
        while worker.turn(timezone.now, stopping.is_set):
            before |= _not_over()
        if why := holding.sentence_of_hold():
            raise CommandError(why, returncode=1)
        if verbosity >= 1:
            for mailing in _told(before | _not_over()):
                self._say(mailing)
        if worker.trouble:
            raise CommandError(f"The mail server is in trouble: {worker.trouble}", returncode=1)

    def _say(self, mailing: Any) -> None:
        self.stdout.write(
            f"“{mailing}”: {mailing.sent} sent, {mailing.waiting} waiting, {mailing.failed} failed, "
            f"{mailing.unclear} unclear."
        )
        if why := pausing.sentence_of(mailing):
            self.stdout.write(f"  It stands still. {why}")


def _not_over() -> set[int]:
    being_sent = Mailing.objects.filter(state__in=(Mailing.State.SENDING, Mailing.State.PAUSED))
    return set(being_sent.values_list("pk", flat=True))


def _told(keys: set[int]) -> Any:
    def number(*states: State) -> Count:
        return Count("deliveries", filter=Q(deliveries__state__in=states))

    return (
        Mailing.objects.filter(pk__in=keys)
        .order_by("started_at", "pk")
        .annotate(
            sent=number(State.SENT),
            waiting=number(State.QUEUED, State.RESERVED, State.CLAIMED),
            failed=number(State.FAILED),
            unclear=number(State.UNCLEAR),
        )
    )
