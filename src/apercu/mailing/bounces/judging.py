"""Whether a server's answer means that nobody is there, or only that this copy did not arrive.

The status codes are RFC 3463's with the additions of RFC 7505 (null MX) and of the IANA registry "SMTP
Enhanced Status Codes". A permanent failure (5.x.x) is hard only where the code or the words say that there
is no such mailbox or domain. A full mailbox (5.2.2), a mail too large, a policy, a block list (5.7.x), a
fault of the way there: all this is about the mail, us or today, not about the address, and is soft.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from apercu.mailing.bounces.marks import without_addresses
from apercu.mailing.bounces.report import Kind

NOBODY_THERE = {
    "5.1.1": "bad destination mailbox address (RFC 3463 §3.2)",
    "5.1.2": "bad destination system address (RFC 3463 §3.2)",
    "5.1.3": "bad destination mailbox address syntax (RFC 3463 §3.2)",
    "5.1.6": "mailbox has moved, no forwarding address (RFC 3463 §3.2)",
    "5.1.10": "recipient address has null MX (RFC 7505 §4.2); Exchange: recipient not found",
    "5.2.1": "mailbox disabled, not accepting messages (RFC 3463 §3.3)",
    "5.4.4": "unable to route (RFC 3463 §3.5): what Postfix says of a domain that is not there",
    "5.4.310": "DNS domain does not exist (Exchange Online)",
}
# Codes that say too little: the words beside them decide.
_VAGUE = frozenset({"", "5.0.0", "5.0.1", "5.1.0", "5.3.0", "5.4.1", "5.5.0", "5.5.1", "5.5.2"})

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\d.])([245]\d\d)(?=[ -])")

# Words of an answer that is about the mail or about us, whatever its code.
_ABOUT_US = re.compile(
    r"\bspam|\bblock(?:ed|ing|list)|black ?list|\breputation|\bpolic(?:y|ies)\b|\bdmarc\b|\bspf\b|\bdkim\b"
    r"|unauthenticated|authenticat|\bvirus|malware|unsolicited|content reject|gr[ea]y-?list"
    r"|rate.?limit|too many|too quickly|at a rate|throttl|try (?:again )?later|\btemporar|\bdeferr"
    r"|quota|(?:mailbox|inbox)[^.\n]{0,20} (?:is )?full|out of storage|insufficient|too (?:large|big)"
    r"|size limit|hop count|mail loop|timed? ?out|connection refused|\btls\b|greeting",
    re.IGNORECASE,
)
# Words that mean: there is nobody here of this name, or nothing of this domain.
_NO_SUCH = re.compile(
    r"(?:user|recipient|mailbox|account|address(?:ee)?)\)? (?:is )?unknown"
    r"|unknown (?:user|recipient|account|local)"
    r"|no such (?:user|recipient|mailbox|domain|address|person|account)|no mailbox (?:here )?by that name"
    r"|(?:user|mailbox|recipient|account|address|tried to reach)[^.\n]{0,80} "
    r"(?:does not|doesn['’]t|do not) exist"
    r"|(?:does not|doesn['’]t) have an? [^\n]{0,40}account"
    r"|(?:mailbox|account|address|user|recipient)[^.\n]{0,40} (?:is |has been |was )?"
    r"(?:disabled|inactive|not found|deactivated|discontinued|closed)"
    r"|(?:wasn['’]t|couldn['’]t be|could not be|was not|not) found(?: at| by|\b)"
    r"|no longer (?:valid|active|in use|in service|accepts|works)"
    r"|mailbox (?:unavailable|not available)|invalid (?:recipient|mailbox|user)"
    r"|not a valid (?:user|mailbox|recipient)"
    r"|(?:host|domain)[^.\n]{0,40} not found|domain (?:name )?(?:does not|doesn['’]t) exist"
    r"|unrouteable|nullmx|null mx"
    r"|utilisateur inconnu|destinataire inconnu|adresse inconnue|unbekannt",
    re.IGNORECASE,
)
# Exchange Online's words for a recipient its directory does not hold; they sound like a policy and are none.
_NO_SUCH_ALL_THE_SAME = re.compile(r"recipient address rejected: access denied", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """Hard or soft, and the most telling status there was."""

    kind: Kind
    status: str


def judged(*, status: str, said: str) -> Judged:
    """What a failure means by its status, where it has one, and the server's words."""
    words = without_addresses(said)
    status = _most_telling(status, words)
    return Judged(kind=_kind(status, words), status=status)


def is_about_us(*, status: str, said: str) -> bool:
    """Whether an answer complains of the mail, of its sender or of today, rather than of the address."""
    words = without_addresses(said)
    status = _most_telling(status, words)
    return status.startswith(("5.7.", "5.2.2", "5.2.3", "4.")) or bool(_ABOUT_US.search(words))


def says_no_such_address(said: str) -> bool:
    """Whether the words alone say that nobody is there."""
    return bool(_NO_SUCH.search(without_addresses(said)))


def status_in(text: str) -> str:
    """The first status code in a text, or none."""
    found = _STATUS.search(text)
    return found[1] if found else ""


def reply_in(text: str) -> str:
    """The first SMTP reply code (RFC 5321 §4.2) in a text, or none."""
    found = _REPLY.search(text)
    return found[1] if found else ""


def _most_telling(status: str, words: str) -> str:
    """The relay's own status is often 5.0.0 where the server's words held a better one."""
    status = status_in(status)
    if not status or status.endswith(".0.0"):
        return status_in(words) or status
    return status


def _kind(status: str, words: str) -> Kind:
    if status.startswith("4") or (not status and reply_in(words).startswith("4")):
        return Kind.SOFT
    if _NO_SUCH_ALL_THE_SAME.search(words):
        return Kind.HARD
    if _ABOUT_US.search(words):
        return Kind.SOFT
    if status in NOBODY_THERE or (status in _VAGUE and _NO_SUCH.search(words)):
        return Kind.HARD
    return Kind.SOFT
