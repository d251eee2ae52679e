"""A mailing's two parts for the one who writes it, before anybody gets a copy."""

from __future__ import annotations

from dataclasses import dataclass

from apercu.mailing.composing import content, html, text
from apercu.mailing.composing.letter import letter
from apercu.mailing.composing.prepared import TOKEN
from apercu.mailing.models import Mailing

_NOBODYS = "preview"  # stands where a copy has its own token; leads to nobody's choices


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Both parts of the copy of somebody who chose everything."""

    text: str
    html: str


def parts_of(*, mailing: Mailing, language: str) -> Seen:
    """What a mailbox would show; nothing where there is nothing to say yet."""
    said = content.of_mailing(mailing)
    if not said.summaries:
        return Seen(text="", html="")
    written = letter(mailing=mailing, content=said, language=language)
    return Seen(
        text=text.write(written).replace(TOKEN, _NOBODYS),
        html=html.write(written).html.replace(TOKEN, _NOBODYS),
    )
