"""Reports in no standard form: words mail systems write to people (qmail, Exim, Exchange, Yahoo, GMX …)."""

from __future__ import annotations

import re

from apercu.mailing.bounces import judging, marks
from apercu.mailing.bounces.report import Kind
from apercu.mailing.bounces.standard import Fate
from apercu.mailing.bounces.taking_apart import Apart, header

_DAEMON = re.compile(
    r"mailer-?daemon|mail-?daemon|postmaster@|microsoftexchange|mail delivery (?:sub)?system|double-bounce@",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|has failed|incomplete)|delivery notification|mail delivery failed"
    r"|failure notice|returned mail|message delayed|delivery delayed|mail delivery|non remis|unzustellbar",
    re.IGNORECASE,
)
# From here on it is the copy, whose words are ours.
_COPY_BEGINS = re.compile(
    r"^[ \t>]*(?:-{2,}[^\n]{0,80}(?:copy of|original m|unsent m|message header follows|below this line"
    r"|returned m|header of the)|original message headers?:|le message original|urspr[üu]ngliche nachricht)",
    re.IGNORECASE | re.MULTILINE,
)
_STILL_TRYING = re.compile(
    r"not yet been delivered|delivery attempts will continue|not need to resend|delivery incomplete"
    r"|will (?:retry|be retried|keep trying|continue to (?:try|attempt))"
    r"|this is (?:only )?a warning|warning message only",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"undeliver|(?:could|can)(?: ?not|n['’]t) be delivered|wasn['’]t able to deliver|unable to deliver"
    r"|delivery[^.\n]{0,40} failed"
    r"|did not reach|couldn['’]t be delivered|wasn['’]t delivered|permanent (?:fatal )?error"
    r"|n['’]a pas pu être|nicht zugestellt",
    re.IGNORECASE,
)
_AUTOMATIC_SUBJECT = re.compile(
    r"^\s*(?:auto(?:matic)?[- ]?(?:reply|response)|automatische antwort"
    r"|réponse automatique|out of (?:the )?office"
    r"|abwesen|absence)",
    re.IGNORECASE,
)


def is_automatic(mail: Apart) -> bool:
    """Whether a machine answered for somebody: RFC 3834, and what was usual before it and beside it."""
    submitted = header(mail.whole, "Auto-Submitted").strip().lower()
    if submitted and not submitted.startswith("no"):
        return True
    if any(header(mail.whole, name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder")):
        return True
    if "auto_reply" in header(mail.whole, "Precedence").lower():
        return True
    if mail.first("message/disposition-notification") is not None:  # a receipt, RFC 8098
        return True
    return bool(_AUTOMATIC_SUBJECT.search(header(mail.whole, "Subject")))


def report_in_words(mail: Apart) -> Fate | None:
    """What a mail system wrote to a person; None where it was no mail system, or says nothing we know."""
    failed = header(mail.whole, "X-Failed-Recipients")
    if not failed and not _is_of_a_system(mail):
        return None
    begins = _COPY_BEGINS.search(mail.notice)
    words = mail.notice[: begins.start()] if begins else mail.notice
    words = words[:8000]
    if not failed and not _FAILED.search(words) and not judging.says_no_such_address(words):
        return Fate(kind=Kind.DELAYED, recipients=()) if _STILL_TRYING.search(words) else None
    recipients = marks.addresses([failed, words])
    if _STILL_TRYING.search(words):
        return Fate(kind=Kind.DELAYED, recipients=recipients)
    judged = judging.judged(status="", said=_without_greeting(words))
    return Fate(kind=judged.kind, recipients=recipients, status=judged.status, said=_telling(words))


def _is_of_a_system(mail: Apart) -> bool:
    if _AUTOMATIC_SUBJECT.search(header(mail.whole, "Subject")):
        return False
    if _DAEMON.search(header(mail.whole, "From")) or _DAEMON.search(header(mail.whole, "Sender")):
        return True
    is_without_sender = header(mail.whole, "Return-Path").strip() == "<>"
    return is_without_sender and bool(_SUBJECT.search(header(mail.whole, "Subject")))


def _without_greeting(words: str) -> str:
    """Without the lines in which a system introduces itself: they are not the server's words."""
    return re.sub(r"(?m)^(?:this message was created|hi\. this is|this is the)[^\n]*$", "", words, flags=re.I)


def _telling(words: str) -> str:
    """The part of it that says why: from the first reply or status code on, else from the first refusal."""
    for found in (re.search(r"(?<![\d.])[45]\d\d[ -]", words), re.search(r"#?[45]\.\d\.\d", words)):
        if found:
            return " ".join(words[found.start() :].split())
    return " ".join(words.split())
