"""What a mailing says when “Send” is pressed, or why it cannot be sent."""

from __future__ import annotations

from typing import Any

from apercu.mailing.composing import content, linting
from apercu.mailing.models import Mailing
from apercu.mailing.sending.starting import CannotBeSent


def freeze(mailing: Mailing) -> dict[str, Any]:
    """The words of the mailing as every copy has them; CannotBeSent where something must be mended."""
    if problems := linting.blocking(mailing):
        raise CannotBeSent(*(problem.sentence for problem in problems))
    return content.frozen(mailing=mailing)
