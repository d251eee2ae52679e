"""Why a copy is unclear, failed here or was left out, as codes; a server's words stand there as they are."""

from __future__ import annotations

from django.utils.translation import gettext as _

WORKER_GONE = "worker-gone"
CONNECTION_LOST = "connection-lost"
LEFT_AS_IT_IS = "left-as-it-is"
NO_ADDRESS, NO_SMTPUTF8 = "no-address", "no-smtputf8"
ERASED, LEFT, BLOCKED = "erased", "left", "blocked"


def sentence_of(reason: str) -> str:
    """The reason in words; what a server said is its own."""
    sentences = {
        WORKER_GONE: _("The process that was handing it over ended in the middle; the server may have it."),
        CONNECTION_LOST: _(
            "The connection broke after the whole message and before the server’s answer; it may have it."
        ),
        LEFT_AS_IT_IS: _("It is not known whether it arrived, and somebody decided to leave it at that."),
        NO_ADDRESS: _("No mail can be sent to this address."),
        NO_SMTPUTF8: _("The mail server takes no addresses with letters beyond ASCII before the @."),
        ERASED: _("The person was erased."),
        LEFT: _("The person had left."),
        BLOCKED: _("The address was blocked."),
    }
    return sentences.get(reason, reason)
