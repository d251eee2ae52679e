"""Lists of invented subscribers of any length, with rows that are wrong on purpose, and what must become of them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

HEADINGS = ("email", "language", "topics", "state", "consent_source", "consent_at")
BAD_EVERY = 20  # 5 %
_BAD = (
    ("", "no-address"),
    ("no address", "not-an-address"),
    ("two@@example.org", "not-an-address"),
    ("n0@example.org", "doubled"),
)


def address(number: int) -> str:
    return f"n{number}@example.org"


def is_bad(number: int) -> bool:
    return number % BAD_EVERY == BAD_EVERY - 1


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Of twenty: one is wrong, one left there, one comes without a proof, the others are sure."""
    for number in range(count):
        email = _BAD[number // BAD_EVERY % len(_BAD)][0] if is_bad(number) else address(number)
        state = "unsubscribed" if number % BAD_EVERY == 3 else "active"
        proof = ("", "") if number % BAD_EVERY == 7 else ("the old form", "2021-05-06 07:08:09")
        yield (email, "fr" if number % 2 else "en", "all", state, *proof)


def expected(count: int) -> Counter[str]:
    """What becomes of them on a site that knows nobody."""
    found: Counter[str] = Counter()
    for number in range(count):
        if is_bad(number):
            code = _BAD[number // BAD_EVERY % len(_BAD)][1]
            found["doubled" if code == "doubled" else "failed"] += 1
        else:
            found[{3: "recorded", 7: "invited"}.get(number % BAD_EVERY, "subscribed")] += 1
    return found


def write(path: Path, count: int) -> Path:
    """The list as a file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADINGS)
        table.writerows(rows(count))
    return path
