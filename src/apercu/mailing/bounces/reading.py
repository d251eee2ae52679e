"""A mail that came back, read into a report."""

from __future__ import annotations

from apercu.mailing.bounces import marks
from apercu.mailing.bounces.report import LONGEST_SAID, Kind, Report
from apercu.mailing.bounces.standard import Fate, delivery_report, feedback_report
from apercu.mailing.bounces.taking_apart import BROKEN, Apart, taken_apart
from apercu.mailing.bounces.wording import is_automatic, report_in_words


def read(raw: bytes, *, came_to: str = "") -> Report:
    """What a mail says, of any bytes; `came_to` is the address it came to, where the mail system told.

    A mail that is no report is of the kind UNKNOWN: somebody may have written to us.
    """
    mail = taken_apart(raw)
    if mail is None:
        return Report(kind=Kind.UNKNOWN)
    try:
        return _read(mail, came_to)
    except BROKEN:
        return Report(kind=Kind.UNKNOWN)


def _read(mail: Apart, came_to: str) -> Report:
    fate = _fate(mail)
    texts = [came_to, *mail.texts()]
    return Report(
        kind=fate.kind,
        recipients=fate.recipients,
        status=fate.status,
        said=" ".join(fate.said.replace("\0", "").split())[:LONGEST_SAID],
        bounce_addresses=marks.bounce_addresses(texts),
        message_ids=marks.message_ids(texts),
    )


def _fate(mail: Apart) -> Fate:
    """The first form that fits. Reports are automatic answers too, so those are asked last."""
    for form in (delivery_report, feedback_report, report_in_words):
        if (fate := form(mail)) is not None:
            return fate
    return Fate(kind=Kind.AUTOMATIC if is_automatic(mail) else Kind.UNKNOWN, recipients=())
