"""A mail taken into its parts, as far as it holds together: bytes of strangers, never an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser

MOST_BYTES = 512 * 1024  # of a mail; what is behind them is the copy of a copy
# What the standard library is known to raise over mail made to hurt: nesting without end, numbers of a
# thousand digits in a parameter, character sets that do not exist.
BROKEN = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    AssertionError,
    HeaderParseError,
)
_MOST_BOUNDARIES = 60  # real reports have three; each level of nesting makes every line dearer to read
_BOUNDARY = re.compile(rb"boundary", re.IGNORECASE)
_FOLD = re.compile(r"\r?\n[ \t]+")


@dataclass(frozen=True, kw_only=True)
class Apart:
    """A mail and all its parts, the whole first."""

    whole: Message
    parts: tuple[Message, ...] = field(repr=False)

    def first(self, content_type: str) -> Message | None:
        """The first part of this type."""
        return next((part for part in self.parts if part.get_content_type() == content_type), None)

    def texts(self) -> Iterator[str]:
        """Every header and every written part, decoded, where marks may stand; its own Message-ID is none."""
        for part in self.parts:
            names = dict.fromkeys(name.lower() for name, _value in part.items())
            if part is self.whole:
                names.pop("message-id", None)
            yield "\n".join(f"{name}: {header(part, name)}" for name in names)
            yield written(part)

    @property
    def notice(self) -> str:
        """What it says to people: the first text that is no copy of the mail it is about."""
        for part in self.parts:
            if part is not self.whole and part.get_content_type() == "message/rfc822":
                break
            if part.get_content_type() in {"text/plain", "text/html"} and (text := written(part)).strip():
                return text
        return ""


def taken_apart(raw: bytes) -> Apart | None:
    """The mail in its parts; None where it does not hold together."""
    raw = raw[:MOST_BYTES]
    if len(_BOUNDARY.findall(raw)) > _MOST_BOUNDARIES:
        return None
    try:
        whole = BytesParser(policy=policy.compat32).parsebytes(raw)
        return Apart(whole=whole, parts=tuple(whole.walk()))
    except BROKEN:
        return None


def header(part: Message, name: str) -> str:
    """All headers of this name as one text, unfolded and decoded where that can be done."""
    return "\n".join(_decoded(str(value)) for value in part.get_all(name, []))


def written(part: Message) -> str:
    """The text of a part that has one; HTML without its tags."""
    if part.get_content_maintype() != "text":
        return ""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    text = _as_text(payload, part.get_content_charset("utf-8"))
    return re.sub(r"<[^<>@]{0,500}>", " ", text) if part.get_content_subtype() == "html" else text


def _as_text(payload: bytes, charset: str) -> str:
    try:
        return payload.decode(charset, "replace")
    except (LookupError, ValueError):
        return payload.decode("latin-1")


def _decoded(value: str) -> str:
    unfolded = _FOLD.sub(" ", value)
    try:
        return str(make_header(decode_header(unfolded)))
    except BROKEN:
        return unfolded
