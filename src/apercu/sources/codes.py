"""Every code this room gives. `docs/features/sources.md` explains each; a test holds the two together."""

from __future__ import annotations

from enum import StrEnum


class Refusal(StrEnum):
    """Why a file cannot be read at all (`Unreadable.code`)."""

    NOT_A_FILE = "not-a-file"
    UNREADABLE_FILE = "unreadable-file"
    TOO_LARGE = "too-large"
    EMPTY_FILE = "empty-file"
    BINARY_FILE = "binary-file"
    NUL_BYTE = "nul-byte"
    LINE_TOO_LONG = "line-too-long"
    TOO_DEEP = "too-deep"
    UNKNOWN_KIND = "unknown-kind"
    FRONT_MATTER_MISSING = "front-matter-missing"
    FRONT_MATTER_UNREADABLE = "front-matter-unreadable"
    FRONT_MATTER_WRONG_TYPE = "front-matter-wrong-type"
    MISSING_TITLE = "missing-title"
    MISSING_MONTH = "missing-month"
    MONTH_UNREADABLE = "month-unreadable"
    XML_ENTITIES = "xml-entities"


class Reason(StrEnum):
    """Why an item of a blog's export or feed becomes no entry (`LeftOut.code`)."""

    PAGE = "left-out-page"
    ATTACHMENT = "left-out-attachment"
    COMMENT = "left-out-comment"
    REVISION = "left-out-revision"
    MENU_ITEM = "left-out-menu-item"
    IN_TRASH = "left-out-in-trash"
    AUTOMATIC_DRAFT = "left-out-automatic-draft"
    OTHER_TYPE = "left-out-other-type"
    EMPTY = "left-out-empty"
    TOO_LARGE = "left-out-too-large"
    BROKEN = "left-out-broken"


class Note(StrEnum):
    """What a person should know about a page or a draft that was read (`Caveat.code`)."""

    # about a page
    DECODED_UTF_16 = "decoded-utf-16"
    DECODED_WINDOWS_1252 = "decoded-windows-1252"
    CUT_CHARACTER = "cut-character"
    NO_ENTRIES = "no-entries"
    TEXT_WITHOUT_TITLE = "text-without-title"
    # about a draft from a page
    NO_MONTH = "no-month"
    MONTH_LIKE_TITLE = "month-like-title"
    TITLE_DOUBLED = "title-doubled"
    SERIES_NOTE = "series-note"
    NO_CITATION = "no-citation"
    CITATION_UNREAD = "citation-unread"
    CITATION_PARTLY_READ = "citation-partly-read"
    CITATION_CAVEAT = "citation-caveat"
    NO_TEXT = "no-text"
    NO_IMPLICATIONS = "no-implications"
    IMPLICATIONS_TWICE = "implications-twice"
    POSSIBLE_TITLE = "possible-title"
    CUT_OFF = "cut-off"
    CONTROL_CHARACTERS = "control-characters"
    # about a draft from a Markdown file
    FRONT_MATTER_WRONG_TYPE = "front-matter-wrong-type"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KIND = "missing-kind"
    MONTH_UNREADABLE = "month-unreadable"
    LANGUAGE_UNKNOWN = "language-unknown"
    ARTICLE_UNREADABLE = "article-unreadable"
    CORRECTION_UNREADABLE = "correction-unreadable"
    LINK_DROPPED = "link-dropped"
    # about a blog's export or feed
    XML_BROKEN = "xml-broken"
    CHARACTERS_REPLACED = "characters-replaced"
    # about a draft from one
    NOT_PUBLIC_THERE = "not-public-there"
    UNTITLED = "untitled"
    CITATION_BELOW = "citation-below"
    SHORTCODE_UNKNOWN = "shortcode-unknown"
    GALLERY_LEFT_OUT = "gallery-left-out"
    EMBED_LEFT_OUT = "embed-left-out"
    COVER_LEFT_OUT = "cover-left-out"
    EXCERPT_ONLY = "excerpt-only"
    EXCERPT_LEFT_OUT = "excerpt-left-out"
