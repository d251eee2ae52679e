"""A page as bytes: each encoding with the headers that go with it, ready to be sent."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime

from apercu.pagecache import encodings
from apercu.pagecache.encodings import BROTLI, GZIP, IDENTITY, READS_GZIP
from apercu.pagecache.versions import Version

Headers = list[tuple[str, str]]

# A browser asks each time (304 where nothing changed), so that an editor sees what was just published. A CDN
# need not: for ten seconds it answers alone, for ten more while it asks, and for longer when we are down.
CACHE_CONTROL = "public, max-age=0, s-maxage=10, stale-while-revalidate=10, stale-if-error=3600"
OVERHEAD = 3_000  # bytes a kept page takes beside its bodies: headers, names, places in tables
# Of one answer, not of the page; the length and the tag are given anew.
_OF_ONE_ANSWER = frozenset({"content-length", "etag", "vary", "date", "server", "x-request-id"})
_OF_THE_BODY = ("content-", "accept-ranges")  # what a 304 leaves out (RFC 9110 §15.4.5)
_ALREADY_COMPRESSED = re.compile(r"(?:image/(?!svg)|video/|audio/|font/|application/(?:zip|gzip|pdf))")
_TAGS = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent: a status, headers and a body."""

    status: str
    headers: Headers
    body: list[bytes]

    @property
    def code(self) -> int:
        return int(self.status[:3])

    def header(self, name: str) -> str:
        """A header's values, joined; empty where it was not sent."""
        return ", ".join(value for own, value in self.headers if own.lower() == name)


@dataclass(slots=True, kw_only=True)
class Kept:
    """A page of one version of the site."""

    version: Version
    digest: str  # names the body, whatever its encoding
    modified: int  # when these bytes were first made, seconds of Unix time
    headers: Headers
    compressed: bytes | None  # gzip, from which the other encodings are made; None where it is not worth it
    size: int
    # What is sent to a client by what it reads; None where that is not decided or not made yet.
    ready: list[Answer | None] = field(default_factory=lambda: [None, None, None, None])

    def tag(self, encoding: str) -> str:
        """The entity tag of one encoding."""
        return f'"{self.digest}-{encoding}"' if encoding else f'"{self.digest}"'

    def answer(self, encoding: str, body: bytes) -> Answer:
        """The page in one encoding."""
        own = [("Content-Encoding", encoding)] if encoding else []
        own += [("Content-Length", str(len(body))), ("ETag", self.tag(encoding))]
        return Answer(status="200 OK", headers=[*self.headers, *own], body=[body])

    def not_modified(self, tag: str) -> Answer:
        """What a client hears that has the page already."""
        headers = [(name, value) for name, value in self.headers if not name.lower().startswith(_OF_THE_BODY)]
        return Answer(status="304 Not Modified", headers=[*headers, ("ETag", tag)], body=[])

    def tag_held(self, none_match: str, modified_since: str, reads: int) -> str | None:
        """The tag of what the client has, if that is this page: by `If-None-Match`, else by date.

        A client may have another encoding than it would get now; it is the same page (RFC 9110 §13.1.2, .3).
        """
        if none_match:
            own = {self.tag(encoding) for encoding in (IDENTITY, GZIP, BROTLI)}
            if none_match.strip() == "*":
                return self.tag(GZIP if reads & READS_GZIP and self.compressed else IDENTITY)
            return next((tag for tag in _TAGS.findall(none_match) if tag in own), None)
        if modified_since and (since := _seconds(modified_since)) is not None and since >= self.modified:
            return self.tag(GZIP if reads & READS_GZIP and self.compressed else IDENTITY)
        return None


def keep(answer: Answer, *, version: Version, at: float, before: Kept | None) -> Kept:
    """The page an answer holds; `before` was kept at its address, and gives its date to the same bytes."""
    body = b"".join(answer.body)
    digest = hashlib.blake2b(body, digest_size=16).hexdigest()
    kept = Kept(
        version=version,
        digest=digest,
        modified=_modified(digest, int(at), before),
        headers=[],
        compressed=_compressed(answer, body),
        size=OVERHEAD,
    )
    kept.headers = _headers(answer, kept)
    if kept.compressed is None:
        _is_ready(kept, range(4), kept.answer(IDENTITY, body))
    else:
        _is_ready(kept, [READS_GZIP], kept.answer(GZIP, kept.compressed))
    return kept


def in_identity(kept: Kept) -> Answer:
    """The page as it is, for a client that reads no encoding."""
    assert kept.compressed is not None
    return kept.answer(IDENTITY, encodings.plain(kept.compressed))


def in_brotli(kept: Kept) -> Answer:
    """The page in brotli; takes a while."""
    assert kept.compressed is not None
    return kept.answer(BROTLI, encodings.brotlied(encodings.plain(kept.compressed)))


def _is_ready(kept: Kept, readers: Iterable[int], answer: Answer) -> None:
    kept.size += len(answer.body[0])
    for reads in readers:
        kept.ready[reads] = answer


def _modified(digest: str, now: int, before: Kept | None) -> int:
    """Two different pages never carry the same date, even of the same second."""
    if before is None:
        return now
    return before.modified if before.digest == digest else max(now, before.modified + 1)


def _compressed(answer: Answer, body: bytes) -> bytes | None:
    if len(body) < encodings.WORTH_IT or _ALREADY_COMPRESSED.match(answer.header("content-type")):
        return None
    compressed = encodings.gzipped(body)
    return compressed if len(compressed) < len(body) else None


def _headers(answer: Answer, kept: Kept) -> Headers:
    headers = [(name, value) for name, value in answer.headers if name.lower() not in _OF_ONE_ANSWER]
    if not answer.header("cache-control"):
        headers.append(("Cache-Control", CACHE_CONTROL))
    headers.append(("Last-Modified", formatdate(kept.modified, usegmt=True)))
    headers.append(("Vary", "Accept-Encoding"))
    return headers


def _seconds(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):  # no date of HTTP's: as if it had not been sent (RFC 9110 §13.1.3)
        return None
