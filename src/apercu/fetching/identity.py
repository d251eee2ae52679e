"""Who asks: the name hosts can write to when we misbehave."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SAFE = re.compile(r"[^\x21-\x7e]|[()<>\\]")  # in a comment of a User-Agent (RFC 9110 §5.6.5), one word


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The product, its version, a page about it and an address to write to; either may be missing."""

    name: str = "Aperçu"
    version: str
    url: str = ""
    mailto: str = ""

    def user_agent(self) -> str:
        """ "Apercu/1.0 (+https://digest.example.org; mailto:editor@example.org)", in ASCII."""
        product = f"{_token(self.name)}/{_token(self.version)}"
        contacts = [
            f"{prefix}{_SAFE.sub('', text)}"
            for prefix, text in (("+", _ascii(self.url)), ("mailto:", _ascii(self.mailto)))
            if _SAFE.sub("", text)
        ]
        return f"{product} ({'; '.join(contacts)})" if contacts else product


def _ascii(text: str) -> str:
    """The text without accents, and without what then still is not ASCII."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _token(text: str) -> str:
    """A token of RFC 9110 §5.6.2."""
    return re.sub(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]", "", _ascii(text)) or "x"
