"""Which copy a report is about. Anybody can write a report; only who had the copy has its marks.

A copy carries two, both signed with a key of ours: the address its bounces come back to, and its Message-ID.
"""

from __future__ import annotations

import enum
import hmac

from apercu.mailing import keys, people
from apercu.mailing.bounces.report import Report
from apercu.mailing.models import Delivery, Mailing, Subscriber
from apercu.mailing.sending import verp


class Ignored(enum.StrEnum):
    """Why a report counts for nothing; the values are sentences for the log."""

    UNMARKED = "It names no copy of ours."
    FALSE = "Its mark is not one we made."
    GONE = "It is about a copy that is no longer in the records."
    SEVERAL = "It names several copies."
    CONTRADICTORY = "Its marks are of different copies."


def copy_of(report: Report) -> Delivery | Ignored:
    """The copy a report is about, or why it counts for nothing."""
    key = keys.of_the_mail().signing
    numbers = {
        number
        for address in report.bounce_addresses
        if (number := verp.delivery_of(address, key=key)) is not None
    }
    if len(numbers) > 1:
        return Ignored.SEVERAL
    if numbers:
        return _by_number(numbers.pop(), report, key=key)
    found = {copy.pk: copy for copy in _by_message_id(report, key=key)}
    if len(found) > 1:
        return Ignored.SEVERAL
    if found:
        return next(iter(found.values()))
    return Ignored.FALSE if report.bounce_addresses or report.message_ids else Ignored.UNMARKED


def _by_number(number: int, report: Report, *, key: str) -> Delivery | Ignored:
    """The copy of this number, if the Message-ID beside it, where there is one, is that copy's too.

    After a backup was restored, a number may be given out a second time; a report about the first copy of
    that number, which nobody remembers, must not fall on the second one's reader.
    """
    if number >= 2**63:
        return Ignored.GONE
    copy = Delivery.objects.select_related("mailing").filter(pk=number).first()
    if copy is None:
        return Ignored.GONE
    if copy.subscriber_id is not None and report.message_ids and not _names(copy, report, key=key):
        return Ignored.CONTRADICTORY
    return copy


def _by_message_id(report: Report, *, key: str) -> list[Delivery]:
    """Copies whose Message-ID and recipient the report names."""
    people_named = _subscribers(report.recipients)
    if not people_named or not report.message_ids:
        return []
    names = {one.strip("<>").rpartition("@")[0].rpartition(".")[0] for one in report.message_ids}
    copies = Delivery.objects.select_related("mailing").filter(
        mailing__in=Mailing.objects.filter(name__in=names), subscriber__in=people_named
    )
    return [copy for copy in copies if _names(copy, report, key=key)]


def _subscribers(named: tuple[str, ...]) -> list[int]:
    addresses = set()
    for address in named:
        try:
            addresses.add(people.key_of(address))
        except people.NotAnAddress:
            continue  # a report may write what it likes there
    return list(Subscriber.objects.filter(email_key__in=addresses).values_list("pk", flat=True))


def _names(copy: Delivery, report: Report, *, key: str) -> bool:
    """Whether the report holds the Message-ID of this very copy, compared in constant time."""
    if copy.subscriber_id is None:
        return False
    return any(
        hmac.compare_digest(
            given.lower().encode(),
            verp.message_id(
                mailing=copy.mailing.name,
                subscriber=copy.subscriber_id,
                domain=given.strip("<>").rpartition("@")[2].lower(),
                key=key,
            )
            .lower()
            .encode(),
        )
        for given in report.message_ids
    )
