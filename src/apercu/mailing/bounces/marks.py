"""What looks like a mark of ours in others' text; whether it is one, `finding` asks the signatures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MOST = 10  # of each: a report is about one copy
_LONGEST_WORD = 600  # two addresses and what stands around them; longer ones are made to keep us busy
_BOUNCE_ADDRESS = re.compile(
    r"[^\s<>\"@+,;:()]{1,64}\+[0-9a-z]{1,13}-[a-z2-7]{12}@[\w.-]{1,253}", re.IGNORECASE
)
_MESSAGE_ID = re.compile(r"(?<![\w.-])[\w-]{1,40}\.[0-9a-f]{32}@[\w.-]{1,253}", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\"@,;:()\[\]]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def bounce_addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """Every word that has the form of `verp.bounce_address`."""
    return _few(found for text in texts for found in _BOUNCE_ADDRESS.findall(_around(text)))


def message_ids(texts: Iterable[str]) -> tuple[str, ...]:
    """Every word that has the form of `verp.message_id`, in its angle brackets."""
    return _few(f"<{found}>" for text in texts for found in _MESSAGE_ID.findall(_around(text)))


def addresses(texts: Iterable[str]) -> tuple[str, ...]:
    """Every word that has the form of an e-mail address."""
    return _few(found.strip(".'’“”") for text in texts for found in _ADDRESS.findall(_around(text)))


def without_addresses(text: str) -> str:
    """The text without addresses and links, whose words mean nothing."""
    return re.sub(r"https?://\S+", " ", _ADDRESS.sub(" ", text))


def _around(text: str) -> str:
    """The words of a text that hold an at sign."""
    return " ".join(word for word in text.split() if "@" in word and len(word) <= _LONGEST_WORD)


def _few(found: Iterator[str]) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    for one in found:
        kept.setdefault(one)
        if len(kept) == MOST:
            break
    return tuple(kept)
