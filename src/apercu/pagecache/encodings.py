"""What a client can read (RFC 9110 §12.5.3), and bytes made into it."""

from __future__ import annotations

import gzip

import brotli

IDENTITY, GZIP, BROTLI = "", "gzip", "br"
READS_GZIP, READS_BROTLI, READS_BOTH = 1, 2, 3  # bits of what `reads` says
WORTH_IT = 200  # bytes; of less nothing is saved, as Django's own middleware has it
LARGE = 500_000  # bytes; the best brotli would take seconds
_BEST, _QUICK = 11, 5
_REMEMBERED = 256
_known: dict[str | None, int] = {None: 0}


def reads(header: str | None) -> int:
    """Which encodings a client takes, as bits: `READS_GZIP`, `READS_BROTLI`."""
    found = _known.get(header)
    if found is None:
        found = _read(header or "")
        if len(_known) >= _REMEMBERED:
            _known.clear()
            _known[None] = 0
        _known[header] = found
    return found


def gzipped(body: bytes) -> bytes:
    """The same bytes for the same body, whenever and wherever it is made: no time, no name."""
    return gzip.compress(body, compresslevel=6, mtime=0)


def plain(compressed: bytes) -> bytes:
    """What was compressed with gzip."""
    return gzip.decompress(compressed)


def brotlied(body: bytes) -> bytes:
    """Brotli at its best: some 12 ms for a page, so never while somebody waits."""
    quality = _BEST if len(body) <= LARGE else _QUICK
    compressed: bytes = brotli.compress(body, quality=quality)
    return compressed


def _read(header: str) -> int:
    weights: dict[str, bool] = {}
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = not _is_zero(parameter)
    any_other = weights.get("*", False)
    return (READS_GZIP if weights.get("gzip", any_other) else 0) | (
        READS_BROTLI if weights.get("br", any_other) else 0
    )


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return name.strip() == "q" and value.strip() in {"0", "0.", "0.0", "0.00", "0.000"}
