"""What one row says of one person, as far as it could be understood. What is doubtful is read as a no."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware

from apercu.content.models import Language
from apercu.mailing import people
from apercu.mailing.bringing.codes import Note
from apercu.mailing.bringing.terms import Picked, Terms
from apercu.mailing.models import Subscriber
from apercu.mailing.models.subscriber import MOST_A_WEEK
from apercu.sources.draft import Caveat

LONGEST_SOURCE = 300
EARLIEST = 1990  # no consent to a mail is older; a clock that was never set says 1970
_LONGEST_DETAIL = 60


class Says(Enum):
    """What a row says somebody wants."""

    WANTS = "wants"
    UNCONFIRMED = "unconfirmed"
    LEFT = "left"


_STATES = {
    **dict.fromkeys(["", "active", "subscribed", "enabled", "confirmed", "true", "yes", "1"], Says.WANTS),
    **dict.fromkeys(["pending", "unconfirmed"], Says.UNCONFIRMED),
    **dict.fromkeys(
        ["left", "unsubscribed", "disabled", "blocklisted", "inactive", "archived", "false", "no", "0"],
        Says.LEFT,
    ),
}
# Some programs have one column for both.
_BLOCKS = {
    **dict.fromkeys(["bounced", "bounces", "cleaned"], Subscriber.Blocked.BOUNCED),
    **dict.fromkeys(["complained", "complaint", "spam"], Subscriber.Blocked.COMPLAINED),
}
_LANGUAGES = {
    "en": Language.ENGLISH,
    "english": Language.ENGLISH,
    "fr": Language.FRENCH,
    "french": Language.FRENCH,
    "français": Language.FRENCH,
}


class NotTaken(Exception):
    """A row that says nothing that can be acted on; `note` says why."""

    def __init__(self, note: Note) -> None:
        super().__init__(note)
        self.note = note


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """The choices a row makes; None for what it does not say."""

    language: str | None = None
    often: str | None = None
    weekly_cap: int | None = None
    topics: Picked | None = None
    types: Picked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person as a row has them."""

    line: int
    email: str
    key: str
    says: Says
    blocked: str
    wishes: Wishes
    consent_source: str = ""
    consent_at: datetime.datetime | None = None
    confirmed_at: datetime.datetime | None = None
    left_at: datetime.datetime | None = None
    blocked_at: datetime.datetime | None = None
    created_at: datetime.datetime | None = None
    notes: tuple[Caveat, ...] = ()

    @property
    def has_proof(self) -> bool:
        """Whether it names where and when this person agreed."""
        return bool(self.consent_source.strip()) and self.consent_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who a row is about, and where it says they stand."""

    email: str
    key: str
    says: Says
    blocked: str

    @property
    def stays_out(self) -> bool:
        """Whether the row says that they get no mail."""
        return self.says is Says.LEFT or bool(self.blocked)


def person_of(cells: Mapping[str, str] | None) -> Person:
    """Who a row is about; NotTaken where that cannot be told."""
    if cells is None:
        raise NotTaken(Note.UNREADABLE_ROW)
    if not cells["email"].strip():
        raise NotTaken(Note.NO_ADDRESS)
    try:
        email = people.cleaned(cells["email"])
        key = people.key_of(email)
    except people.NotAnAddress as error:
        raise NotTaken(Note.NOT_AN_ADDRESS) from error
    says, blocked = _standing(cells)
    return Person(email=email, key=key, says=says, blocked=blocked)


def _standing(cells: Mapping[str, str]) -> tuple[Says, str]:
    """A date of leaving or of a bounce counts, whatever else stands there."""
    word = cells.get("state", "").strip().casefold()
    block = cells.get("blocked", "").strip().casefold()
    blocked = _BLOCKS.get(block) or _BLOCKS.get(word) or ""
    if (word not in _STATES and word not in _BLOCKS) or (block and block not in _BLOCKS):
        raise NotTaken(Note.UNKNOWN_STATE)
    if not blocked and cells.get("blocked_at", "").strip():
        blocked = Subscriber.Blocked.BOUNCED
    says = _STATES.get(word, Says.WANTS)
    return (Says.LEFT if cells.get("left_at", "").strip() else says), str(blocked)


class Reader:
    """Makes rows of cells, and gathers what there is to say of each."""

    def __init__(self, *, terms: Terms, at: datetime.datetime) -> None:
        self.terms = terms
        self.at = at
        self._notes: list[Caveat] = []

    def row(self, line: int, cells: Mapping[str, str], person: Person) -> Row:
        """The whole row of somebody who was made out already."""
        self._notes = []
        wishes = Wishes(
            language=self._language(cells.get("language", "")),
            often=self._often(cells.get("often", "")),
            weekly_cap=self._cap(cells.get("weekly_cap", "")),
            topics=self._picked(self.terms.topics(cells.get("topics", "")), Note.UNKNOWN_TOPIC),
            types=self._picked(self.terms.types(cells.get("types", "")), Note.UNKNOWN_TYPE),
        )
        dates = {
            column: self._date(column, cells.get(column, ""))
            for column in ("consent_at", "confirmed_at", "left_at", "blocked_at", "created_at")
        }
        return Row(
            line=line,
            email=person.email,
            key=person.key,
            says=person.says,
            blocked=person.blocked,
            wishes=wishes,
            consent_source=cells.get("consent_source", "")[:LONGEST_SOURCE],
            **dates,
            notes=tuple(self._notes),
        )

    def _note(self, code: Note, detail: str) -> None:
        """A cell that slipped into the wrong column may hold an address: reports hold none."""
        told = "" if "@" in detail else detail.strip()[:_LONGEST_DETAIL]
        self._notes.append(Caveat(code=code, detail=told))

    def _language(self, cell: str) -> str | None:
        word = cell.strip().casefold()
        found = _LANGUAGES.get(word) or _LANGUAGES.get(re.split(r"[-_]", word)[0])
        if word and not found:
            self._note(Note.UNKNOWN_LANGUAGE, cell)
        return str(found) if found else None

    def _often(self, cell: str) -> str | None:
        word = cell.strip().casefold()
        if word in Subscriber.Often.values:
            return word
        if word:
            self._note(Note.UNKNOWN_OFTEN, cell)
        return None

    def _cap(self, cell: str) -> int | None:
        word = cell.strip()
        if re.fullmatch(r"[0-9]", word) and 1 <= int(word) <= MOST_A_WEEK:
            return int(word)
        if word:
            self._note(Note.CAP_UNREADABLE, cell)
        return None

    def _picked(self, found: Picked | None, unknown: Note) -> Picked | None:
        for name in found.unknown if found else ():
            self._note(unknown, name)
        if found and found.unknown and not found.keys:
            self._note(Note.NOTHING_CHOSEN, "")
        return found

    def _date(self, column: str, cell: str) -> datetime.datetime | None:
        text = cell.strip()
        if not text:
            return None
        moment = _moment(text)
        if moment is None:
            self._note(Note.DATE_UNREADABLE, f"{column}: {text}")
        elif moment > self.at:
            self._note(Note.DATE_TO_COME, f"{column}: {text}")
            moment = None
        return moment


def _moment(text: str) -> datetime.datetime | None:
    """A day or a time as ISO 8601 writes it; a time without its zone is of the site's clock."""
    try:
        moment = parse_datetime(text)
        if moment is None and (day := parse_date(text)):
            moment = datetime.datetime.combine(day, datetime.time())
        if moment is None:
            return None
        aware = (make_aware(moment) if is_naive(moment) else moment).astimezone(datetime.UTC)
    except (ValueError, OverflowError):  # the 30th of February; the year 0
        return None
    return aware if aware.year >= EARLIEST else None
