"""Reading a body: never more of it in memory than allowed, as sent and as unpacked.

Done here and not by the HTTP library, which unpacks a whole piece at once: 64 kB of gzip can be 64 MB of
zeros.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator


class TooMuch(Exception):
    """The body is larger than allowed."""


class Unpackable(Exception):
    """The body is packed in a way we did not ask for, or damaged."""


def read_body(pieces: Iterable[bytes], *, packing: str, most: int) -> bytes:
    """The body, unpacked; or `TooMuch`, `Unpackable`. `packing` is the Content-Encoding."""
    packing = packing.strip().lower()
    if packing in {"", "identity"}:
        return _joined(_counted(pieces, most), most)
    if packing in {"gzip", "x-gzip"}:
        return _joined(_gunzipped(_counted(pieces, most), most), most)
    raise Unpackable


def _counted(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise TooMuch
        yield piece


def _joined(pieces: Iterable[bytes], most: int) -> bytes:
    return b"".join(_counted(pieces, most))


def _gunzipped(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The content of one or more gzip members (RFC 1952 §2.2); what follows them is ignored."""
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    members = 0
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if unpacker.eof:
                    if rest[:1] != b"\x1f":
                        return
                    members += 1
                    if members > 1_000:  # empty members cost time and no size
                        raise Unpackable
                    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
                yield unpacker.decompress(rest, most + 1)
                rest = unpacker.unconsumed_tail or unpacker.unused_data
    except zlib.error:
        raise Unpackable from None
    if not unpacker.eof:
        raise Unpackable  # cut off in the middle
