"""The site's own worker and gate: where sending meets what `composing` writes and finds wrong."""

from __future__ import annotations

from typing import Any

from apercu.mailing.composing import content as contents
from apercu.mailing.composing import linting
from apercu.mailing.composing.message import prepared_for
from apercu.mailing.composing.prepared import Prepared
from apercu.mailing.models import Mailing
from apercu.mailing.sending import relay
from apercu.mailing.sending.starting import CannotBeSent
from apercu.mailing.sending.worker import Worker


def worker() -> Worker:
    """A worker of this process, with the relay of the settings."""
    return Worker(relay=relay.of_the_site(), write=write, freeze=freeze)


def freeze(mailing: Mailing) -> dict[str, Any]:
    """What the mailing says from now on; CannotBeSent with all that must be mended first."""
    if problems := linting.blocking(mailing=mailing):
        raise CannotBeSent(*(problem.sentence for problem in problems))
    return contents.frozen(mailing=mailing)


def write(mailing: Mailing, language: str, parts: tuple[int, ...]) -> Prepared:
    """The message of all who read this language and get these summaries."""
    return prepared_for(mailing=mailing, language=language, parts=parts)
