"""What there is to say of a file and of a row: codes, which `words` has sentences for."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """Why a file cannot be read at all."""

    NOT_A_FILE = "not-a-file"
    EMPTY_FILE = "empty-file"
    BINARY_FILE = "binary-file"
    LINE_TOO_LONG = "line-too-long"
    NO_ADDRESS_COLUMN = "no-address-column"
    BROKEN_OFF = "broken-off"


class Note(StrEnum):
    """What a person should know."""

    # about the file
    UTF_16 = "decoded-utf-16"
    WINDOWS_1252 = "decoded-windows-1252"
    UNKNOWN_COLUMN = "unknown-column"
    NO_ROWS = "no-rows"
    # why a row is not taken
    UNREADABLE_ROW = "unreadable-row"
    NO_ADDRESS = "no-address"
    NOT_AN_ADDRESS = "not-an-address"
    UNKNOWN_STATE = "unknown-state"
    DOUBLED = "doubled"
    # about a row that is taken
    UNKNOWN_TOPIC = "unknown-topic"
    UNKNOWN_TYPE = "unknown-type"
    NOTHING_CHOSEN = "nothing-chosen"
    DATE_UNREADABLE = "date-unreadable"
    DATE_TO_COME = "date-to-come"
    UNKNOWN_LANGUAGE = "unknown-language"
    UNKNOWN_OFTEN = "unknown-often"
    CAP_UNREADABLE = "cap-unreadable"
    FILE_SAYS_LEFT = "file-says-left"
    FILE_SAYS_BLOCKED = "file-says-blocked"
    # why it became what it became: nothing to do about it
    NO_PROOF = "no-proof"
    UNCONFIRMED_THERE = "unconfirmed-there"
    WAITS = "waits"
    HAS_LEFT = "has-left"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    ERASED = "erased"


EXPLAINS = frozenset(
    {
        Note.NO_PROOF,
        Note.UNCONFIRMED_THERE,
        Note.WAITS,
        Note.HAS_LEFT,
        Note.BOUNCED,
        Note.COMPLAINED,
        Note.ERASED,
    }
)
