"""What a small mail says, and its two parts."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from django.template.loader import render_to_string

WIDTH = 72  # of a line of the text part


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A mail with one thing to do: what stands before the link, the link, what stands after it."""

    subject: str
    language: str
    before: tuple[str, ...]
    action: str  # the words of the link
    address: str  # where it leads, absolute
    after: tuple[str, ...]
    foot: tuple[str, ...]  # who writes, and from where

    @property
    def text(self) -> str:
        """The part for those who read mail as text; a link stands on a line of its own."""
        paragraphs = [
            *map(_wrapped, self.before),
            f"{self.action}\n{self.address}",
            *map(_wrapped, self.after),
            "\n".join(["-- ", *self.foot]),  # RFC 3676 §4.3: what follows is the signature
        ]
        return "\n\n".join(paragraphs) + "\n"

    @property
    def html(self) -> str:
        """The same with a button; whoever sees no button finds the address below it."""
        return render_to_string("mailing/letter.html", {"letter": self})


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(paragraph, WIDTH, break_long_words=False, break_on_hyphens=False)
