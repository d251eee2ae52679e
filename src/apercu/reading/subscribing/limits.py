"""How often somebody may ask for the mail: one reader, the whole site, and for one address.

The reader's own count stands in the memory of the server process, as for reports of errors. It is generous:
a whole clinic may sign up behind one network address. The other two are counted from what is kept about
requests, so they hold across processes. The third is for the people behind the addresses: nobody's mailbox
can be filled by typing its address again and again.
"""

from __future__ import annotations

import datetime
from enum import Enum

from django.core.cache import cache

from apercu.mailing.models import ConsentEvent, LinkToken, Subscriber

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
A_READER = 20  # requests an hour
THE_SITE = 300  # an hour, for addresses that are not subscribed
PAUSE = datetime.timedelta(minutes=10)  # between two mails to an address
AN_ADDRESS = 3  # mails a day


class Limit(Enum):
    """Which limit was reached that a reader is told of; that of an address is never told."""

    READER = "reader"
    SITE = "site"


class TooMany(Exception):
    """A limit is reached; `wait` is how long to keep away."""

    def __init__(self, limit: Limit, *, wait: datetime.timedelta) -> None:
        super().__init__(limit.value)
        self.limit = limit
        self.wait = wait


def admit(*, sender: str, at: datetime.datetime) -> None:
    """Count one more request of this sender's, or raise TooMany and count nothing."""
    requests = ConsentEvent.objects.filter(kind=ConsentEvent.Kind.REQUESTED).order_by("-pk")
    first = requests.values_list("at", flat=True)[THE_SITE - 1 : THE_SITE].first()
    if first is not None and first > at - HOUR:
        raise TooMany(Limit.SITE, wait=first + HOUR - at)
    name = f"subscribe-{sender}"
    sent = [time for time in cache.get(name, []) if time > at - HOUR]
    if len(sent) >= A_READER:
        raise TooMany(Limit.READER, wait=sent[0] + HOUR - at)
    cache.set(name, [*sent, at], timeout=HOUR.total_seconds())


def had_enough(subscriber: Subscriber, *, at: datetime.datetime) -> bool:
    """Whether this request, which is noted already, would bring one mail too many to the address."""
    asked = subscriber.consent_events.filter(kind=ConsentEvent.Kind.REQUESTED)
    told = LinkToken.objects.filter(subscriber=subscriber, delivery=None)
    recent = asked.filter(at__gt=at - PAUSE).count() + told.filter(at__gt=at - PAUSE).count()
    today = asked.filter(at__gt=at - DAY).count() + told.filter(at__gt=at - DAY).count()
    return recent > 1 or today > AN_ADDRESS
