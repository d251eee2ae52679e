"""Why a copy is unclear or was left out, as codes; what a server said stands in the row as it is."""

from __future__ import annotations

from django.utils.translation import gettext as _

WORKER_GONE = "worker-gone"
CONNECTION_LOST = "connection-lost"
LEFT_AS_IT_IS = "left-as-it-is"
ERASED, LEFT, BLOCKED = "erased", "left", "blocked"


def sentence_of(reason: str) -> str:
    """The reason in words; what a server said is its own."""
    sentences = {
        WORKER_GONE: _("The process that was handing it over ended in the middle; the server may have it."),
        CONNECTION_LOST: _(
            "The connection broke after the whole message and before the server’s answer; it may have it."
        ),
        LEFT_AS_IT_IS: _("It is not known whether it arrived, and somebody decided to leave it at that."),
        ERASED: _("The person was erased."),
        LEFT: _("The person had left."),
        BLOCKED: _("The address was blocked."),
    }
    return sentences.get(reason, reason)
