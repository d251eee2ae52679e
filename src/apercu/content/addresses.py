"""The path of every public record, in one place; `reading` prefixes the language."""

from __future__ import annotations

import datetime


def summary(slug: str) -> str:
    return f"/summaries/{slug}/"


def digest(month: datetime.date) -> str:
    return f"/digests/{month.year:04d}/{month.month:02d}/"


def year(number: int) -> str:
    return f"/digests/{number:04d}/"


def topic(slug: str) -> str:
    return f"/topics/{slug}/"


def research_type(slug: str) -> str:
    return f"/types/{slug}/"
