"""The two standard forms: delivery reports (RFC 3464) and feedback reports (RFC 5965)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from apercu.mailing.bounces import judging, marks
from apercu.mailing.bounces.report import Kind
from apercu.mailing.bounces.taking_apart import Apart, header

# What a feedback report is when a person pressed a button (RFC 5965 §7.3, RFC 6430, RFC 6591): other types
# tell of viruses, failed signatures, or that something is not spam.
COMPLAINTS = frozenset({"abuse", "fraud", "opt-out", "opt-out-list"})
# From the mildest: where an address stands for several mailboxes, one that was reached is enough.
_MILDEST_FIRST = (Kind.DELIVERED, Kind.DELAYED, Kind.SOFT, Kind.HARD)
_ACTIONS = {
    "delayed": Kind.DELAYED,
    "delivered": Kind.DELIVERED,
    "relayed": Kind.DELIVERED,
    "expanded": Kind.DELIVERED,
}


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What became of a mail at one recipient, or at all of them."""

    kind: Kind
    recipients: tuple[str, ...]
    status: str = ""
    said: str = ""


def delivery_report(mail: Apart) -> Fate | None:
    """What a delivery report says; None where the mail is none, or an empty one."""
    part = mail.first("message/delivery-status")
    if part is None:
        return None
    fates = list(_fates(part, mail.notice))
    if not fates:
        return None
    worst = min(fates, key=lambda fate: _MILDEST_FIRST.index(fate.kind))
    named = dict.fromkeys(name for fate in fates for name in fate.recipients)
    return Fate(kind=worst.kind, recipients=tuple(named), status=worst.status, said=worst.said)


def _fates(part: Message, notice: str) -> Iterator[Fate]:
    """One for each group of fields that names a recipient (RFC 3464 §2.3)."""
    groups = part.get_payload()
    for group in groups if isinstance(groups, list) else []:
        if not isinstance(group, Message) or not (group["Final-Recipient"] or group["Action"]):
            continue
        recipients = tuple(
            name for field in ("Original-Recipient", "Final-Recipient") if (name := _address(group, field))
        )
        status, said = header(group, "Status"), _after_type(header(group, "Diagnostic-Code"))
        action = header(group, "Action").strip().lower()
        if action in _ACTIONS:
            yield Fate(kind=_ACTIONS[action], recipients=recipients, said=said)
            continue
        if judging.status_in(status).startswith("2"):
            yield Fate(kind=Kind.DELIVERED, recipients=recipients)
            continue
        judged = judging.judged(status=status, said=said or notice[:2000])
        yield Fate(kind=judged.kind, recipients=recipients, status=judged.status, said=said or _short(notice))


def feedback_report(mail: Apart) -> Fate | None:
    """What a feedback report says; None where the mail is none."""
    part = mail.first("message/feedback-report")
    if part is None:
        return _of_hotmail(mail)
    fields = part.get_payload()
    told = fields[0] if isinstance(fields, list) and fields else part
    if not isinstance(told, Message):
        return None
    kind = header(told, "Feedback-Type").strip().lower()
    named = [
        header(told, "Original-Rcpt-To"),
        header(told, "Removal-Recipient"),
        *(header(copy, "To") for copy in _copies(mail)),
    ]
    return Fate(
        kind=Kind.COMPLAINT if kind in COMPLAINTS else Kind.AUTOMATIC,
        recipients=marks.addresses(named),
        said=f"{kind}, {header(told, 'User-Agent').strip()}".strip(", "),
    )


def _of_hotmail(mail: Apart) -> Fate | None:
    """Outlook.com's older form (Junk Mail Reporting Program): a copy that bears a header, and no report."""
    for copy in _copies(mail):
        if named := header(copy, "X-HmXmrOriginalRecipient"):
            return Fate(kind=Kind.COMPLAINT, recipients=marks.addresses([named]), said="abuse, Outlook.com")
    return None


def _copies(mail: Apart) -> list[Message]:
    """What is inside: the messages this mail carries."""
    return [
        inner
        for part in mail.parts
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}
        for inner in (part.get_payload() if isinstance(part.get_payload(), list) else [])
        if isinstance(inner, Message)
    ]


def _address(group: Message, field: str) -> str:
    """The address behind its type ("rfc822;")."""
    found = marks.addresses([_after_type(header(group, field))])
    return found[0] if found else ""


def _after_type(value: str) -> str:
    return re.sub(r"^\s*[\w.-]+\s*;\s*", "", value).strip()


def _short(text: str) -> str:
    return " ".join(text.split())[:200]
