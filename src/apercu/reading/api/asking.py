"""What a program may ask of the lists."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field, WithJsonSchema

from apercu.reading.api.schemas import Month

LONGEST = 300  # characters of a cursor or DOI: several times the longest
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}):(\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2}))?", re.IGNORECASE | re.ASCII
)


def _moment(value: Any) -> datetime.datetime:
    """A date, or a date and time as RFC 3339 writes it; a date stands for its first second in UTC."""
    found = _MOMENT.fullmatch(str(value))
    if not found:
        raise ValueError("a date (2024-05-02) or a time (2024-05-02T08:00:00Z) is wanted; write + as %2B")
    day, time, second, fraction, zone = found.groups()
    if time is None:
        return datetime.datetime.fromisoformat(f"{day}T00:00:00+00:00")
    second = "59" if second == "60" else second  # a leap second, which Python has no word for
    precise = f"{day}T{time}:{second}.{(fraction or '0')[:6]:0<6}"
    moment = datetime.datetime.fromisoformat(precise + zone.upper().replace("Z", "+00:00"))
    try:
        return moment.astimezone(datetime.UTC)
    except OverflowError:  # the first or last hours of what Python can count
        return moment.replace(tzinfo=datetime.UTC)


Moment = Annotated[
    datetime.datetime,
    BeforeValidator(_moment),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
    ),
]
Years = Annotated[list[Annotated[int, Field(ge=1000, le=9999)]], Field(examples=[[2021]])]


class Paged(Schema):
    """What every list that comes in parts can be asked."""

    limit: int = Field(20, ge=1, le=100, description="How many records at most.", examples=[20])
    cursor: str | None = Field(
        None,
        max_length=LONGEST,
        description="Where to go on: taken from `next`, never made by hand.",
    )


class Narrowed(Paged):
    """What narrows a list of summaries, as on the site."""

    topic: list[str] = Field(
        default_factory=list,
        description="On one of these topics (slug); may be repeated.",
        examples=[["empathy"]],
    )
    type: list[str] = Field(
        default_factory=list,
        description="Of one of these research types (slug); may be repeated.",
        examples=[["meta-analysis"]],
    )
    year: Years = Field(
        default_factory=list, description="In one of these years, of their month here; may be repeated."
    )


class SummariesAsked(Narrowed):
    """Which summaries: "or" inside one parameter, "and" between them."""

    month: Month | None = Field(None, description="In the digest of this month.", examples=["2021-06"])
    language: Literal["en", "fr"] | None = Field(
        None, description="Written in this language.", examples=["en"]
    )
    doi: str | None = Field(
        None,
        max_length=LONGEST,
        description="About the article with this DOI, bare or as an address.",
        examples=["10.1037/pst0000172"],
    )
    updated_since: Moment | None = Field(
        None,
        description="Published, or published anew, since this date or time.",
        examples=["2024-05-02T08:00:00Z"],
    )


class SearchAsked(Narrowed):
    """What is searched for: "or" inside one parameter, "and" between them."""

    q: str = Field(
        "",
        description="Words, or the site's query language; without them everything, the newest first.",
        examples=["does feedback help"],
    )
    sort: Literal["relevance", "newest", "oldest"] | None = Field(
        None, description="The order; without it relevance where there are words.", examples=["newest"]
    )


class SuggestAsked(Schema):
    """What somebody has typed so far."""

    q: str = Field("", description="The beginning of a search.", examples=["alli"])


class DigestsAsked(Paged):
    """Which digests."""

    year: Years = Field(default_factory=list, description="In one of these years; may be repeated.")


class ArticlesAsked(Paged):
    """Which articles."""

    doi: str | None = Field(
        None,
        max_length=LONGEST,
        description="With this DOI, bare or as an address.",
        examples=["10.1037/pst0000172"],
    )
    year: Years = Field(
        default_factory=list, description="That appeared in one of these years; may be repeated."
    )
