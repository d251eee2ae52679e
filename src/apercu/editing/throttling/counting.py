"""Admitting a try, or saying how long to wait.

A try is counted before it is judged, and given back when it was right: however many come at once, on however
many processes, no more are judged than are allowed.
"""

from __future__ import annotations

import datetime
import math
import unicodedata
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apercu.content.senders import network_of
from apercu.editing.throttling.doors import LONGEST_MEMORY, Door, Limit
from apercu.editing.throttling.models import Tally


class TooMany(Exception):
    """Too many tries went wrong; `wait` is how long to stay away."""

    def __init__(self, wait: datetime.timedelta) -> None:
        super().__init__(wait)
        self.wait = wait

    @property
    def seconds(self) -> int:
        """The wait in whole seconds, as `Retry-After` has it."""
        return max(1, math.ceil(self.wait.total_seconds()))

    @property
    def sentence(self) -> str:
        """The wait, said to the person; the same whether there is an account of that name or not."""
        minutes = math.ceil(self.seconds / 60)
        if minutes < 90:
            waiting = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}
        else:
            hours = math.ceil(minutes / 60)
            waiting = ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
        return _("Too many tries. Please wait %(waiting)s, then try again.") % {"waiting": waiting}


@dataclass(frozen=True, kw_only=True)
class Try:
    """A try that was admitted and counted."""

    person_keys: tuple[str, ...]
    network_key: str


@transaction.atomic
def admit(*, door: Door, who: str, address: str, at: datetime.datetime) -> Try:
    """Count one more try of this person from this address, or raise TooMany and count nothing."""
    Tally.objects.filter(last_at__lt=at - LONGEST_MEMORY).delete()
    person, network = _plain(who), network_of(address)
    limits: dict[str, Limit] = {}
    if door.person_there:
        limits[_key(door, "person there", person, network)] = door.person_there
    if door.person:
        limits[_key(door, "person", person)] = door.person
    person_keys = tuple(limits)
    network_key = _key(door, "network", network)
    limits[network_key] = door.network
    tallies = {
        key: _locked(key, at=at) for key in sorted(limits)
    }  # in one order: two never wait for each other
    waits = [_wait(tallies[key], limit, at=at) for key, limit in limits.items()]
    if longest := max(waits):
        raise TooMany(longest)
    for key, limit in limits.items():
        tally = tallies[key]
        fresh = at - tally.last_at > limit.forgotten_after
        tally.count = 1 if fresh else tally.count + 1
        tally.last_at = at if fresh else max(at, tally.last_at)
        tally.save()
    return Try(person_keys=person_keys, network_key=network_key)


@transaction.atomic
def forgive(*, attempt: Try) -> None:
    """It was right: what went wrong for this person before is forgotten, the network gets this one back."""
    Tally.objects.filter(pk__in=attempt.person_keys).delete()
    tally = Tally.objects.select_for_update().filter(pk=attempt.network_key).first()
    if tally is not None and tally.count:
        tally.count -= 1
        tally.save(update_fields=["count"])


def _locked(key: str, *, at: datetime.datetime) -> Tally:
    return Tally.objects.select_for_update().get_or_create(pk=key, defaults={"last_at": at})[0]


def _wait(tally: Tally, limit: Limit, *, at: datetime.datetime) -> datetime.timedelta:
    wait = limit.wait_after(tally.count)
    if not wait or at - tally.last_at > limit.forgotten_after:
        return datetime.timedelta()  # the last try may be younger than this one, which waited for its turn
    return max(tally.last_at + wait - at, datetime.timedelta())


def _key(door: Door, kind: str, *parts: str) -> str:
    text = "\0".join((door.name, kind, *parts))
    return salted_hmac("apercu.throttling", text, algorithm="sha256").hexdigest()


def _plain(who: str) -> str:
    """One name however it is typed."""
    return unicodedata.normalize("NFKC", who).strip().casefold()
