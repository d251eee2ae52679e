"""Our own Markdown files: one file one summary or one digest (`docs/editors/markdown-format.md`)."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any

from apercu.citations.reading import read_reference
from apercu.citations.reference import Reference, UnreadableReference
from apercu.sources.cleaning import clean_html
from apercu.sources.codes import Note, Refusal
from apercu.sources.corrections import read_corrections
from apercu.sources.draft import AccountLine, Caveat, DigestDraft, Place, SourcePage, SummaryDraft, Unreadable
from apercu.sources.files import lines_of, refuse_long_line
from apercu.sources.front_matter import (
    FrontMatter,
    has_front_matter,
    read_values,
    split_front_matter,
    write_values,
    wrong_type,
)
from apercu.sources.markdown_text import MarkdownText, read_markdown_text
from apercu.sources.markdown_writing import to_markdown
from apercu.sources.markup_tree import elements_of
from apercu.sources.months import read_month
from apercu.sources.richtext import to_html

__all__ = ["KIND", "has_front_matter", "read_markdown", "write_digest", "write_summary"]

KIND = "markdown"
LARGEST = 2_000_000  # characters: many times the longest summary
SUMMARY_KEYS = [
    "kind",
    "id",
    "title",
    "slug",
    "month",
    "position",
    "language",
    "authors",
    "topics",
    "types",
    "gist",
    "articles",
    "citation",
    "studies",
    "participants",
    "corrections",
    "facts",
]
DIGEST_KEYS = ("kind", "id", "month")

_LANGUAGES = ("en", "fr")
_IMPLICATIONS = {"en": "Practice implications", "fr": "Implications pour la pratique"}
_IMPLICATIONS_HEADING = re.compile(
    r"(?:practice implications?|implications for practice|implications pour la pratique)\s*:?", re.IGNORECASE
)
_ANNOUNCEMENTS_HEADING = re.compile(r"(?:announcements?|annonces?)\s*:?", re.IGNORECASE)


def read_markdown(text: str, caveats: tuple[Caveat, ...] = ()) -> SourcePage:
    """The summary or digest in a text; `caveats` are what is known about the file already."""
    if len(text) > LARGEST:
        raise Unreadable(Refusal.TOO_LARGE, f"{len(text)} characters")
    lines = lines_of(text)
    for number, line in enumerate(lines, start=1):
        refuse_long_line(number, line)
    opening, closing = split_front_matter(lines)
    values = read_values("\n".join(lines[opening + 1 : closing]), opening + 2)
    body = "\n".join(lines[closing + 1 :])
    if _kind_of(values) == "digest":
        digest, content = _digest(values, body)
        account = _account(lines, closing, content, entry=None)
        return SourcePage(kind=KIND, digests=(digest,), account=account, caveats=caveats)
    summary, content = _summary(values, body)
    account = _account(lines, closing, content, entry=0)
    return SourcePage(kind=KIND, summaries=(summary,), account=account, caveats=caveats)


def write_summary(draft: SummaryDraft) -> str:
    """The Markdown file of a summary; reading it gives the draft back (its caveats are not part of it)."""
    values = {
        "kind": "summary",
        "id": draft.identifier,
        "title": draft.title,
        "slug": draft.slug,
        "month": draft.month,
        "position": draft.position,
        "language": draft.language,
        "authors": list(draft.authors) or None,
        "topics": list(draft.topics) or None,
        "types": list(draft.types) or None,
        "gist": draft.gist,
        "citation": draft.citation,
        "articles": [reference.to_csl() for reference in draft.references] or None,
        "studies": draft.studies_count,
        "participants": draft.participants_count,
        "corrections": [{"date": f"{one.date}", "text": one.text} for one in draft.corrections] or None,
    }
    if draft.citation and not draft.references:
        values["articles"] = []  # says that there are none, so that none is read from the citation
    heading = _IMPLICATIONS.get(draft.language, _IMPLICATIONS["en"])
    return _file(values, draft.body, heading, draft.implications)


def write_digest(draft: DigestDraft) -> str:
    """The Markdown file of a digest; reading it gives the draft back (its caveats are not part of it)."""
    values = {"kind": "digest", "id": draft.identifier, "month": draft.month}
    return _file(values, draft.teaser, "Announcements", draft.announcements)


def _file(values: dict[str, Any], above: str, heading: str, below: str) -> str:
    parts = [write_values(values)]
    if above:
        parts.append(to_markdown(elements_of(clean_html(above))) + "\n")
    if below:
        parts.append(f"## {heading}\n")
        parts.append(to_markdown(elements_of(clean_html(below))) + "\n")
    return "\n".join(parts)


def _kind_of(values: dict[str, Any]) -> str:
    kind = values.get("kind", "summary")
    if kind not in ("summary", "digest"):
        near = get_close_matches(kind.lower(), ("summary", "digest"), n=1) if isinstance(kind, str) else []
        raise Unreadable(Refusal.UNKNOWN_KIND, f"{kind}; did you mean {near[0]}?" if near else str(kind))
    return str(kind)


def _summary(values: dict[str, Any], body: str) -> tuple[SummaryDraft, MarkdownText]:
    front = FrontMatter(values, SUMMARY_KEYS)
    title = _title(values, front)
    if "kind" not in front:
        front.note(Note.MISSING_KIND, "summary")
    text = _text(body, _IMPLICATIONS_HEADING, front)
    citation = front.text("citation") or None
    draft = SummaryDraft(
        title=title,
        month=_month(front),
        body=to_html(text.above),
        implications=to_html(text.below),
        citation=citation,
        references=_references(front, citation),
        gist=front.text("gist"),
        slug=front.text("slug"),
        identifier=front.text("id"),
        language=_language(front),
        authors=front.texts("authors"),
        topics=front.texts("topics"),
        types=front.texts("types"),
        position=front.number("position"),
        studies_count=front.number("studies"),
        participants_count=front.number("participants"),
        corrections=read_corrections(front),
        caveats=tuple(front.caveats),
    )
    return draft, text


def _digest(values: dict[str, Any], body: str) -> tuple[DigestDraft, MarkdownText]:
    front = FrontMatter(values, DIGEST_KEYS)
    if "month" not in front:
        raise Unreadable(Refusal.MISSING_MONTH)
    printed = front.text("month")
    month = read_month(printed)
    if month is None:
        raise Unreadable(Refusal.MONTH_UNREADABLE, printed or str(values["month"]))
    text = _text(body, _ANNOUNCEMENTS_HEADING, front)
    draft = DigestDraft(
        month=month,
        teaser=to_html(text.above),
        announcements=to_html(text.below),
        identifier=front.text("id"),
        caveats=tuple(front.caveats),
    )
    return draft, text


def _title(values: dict[str, Any], front: FrontMatter) -> str:
    title = front.text("title")
    if title.strip():
        return title
    if isinstance(values.get("title"), str | None):
        raise Unreadable(Refusal.MISSING_TITLE)
    raise Unreadable(Refusal.FRONT_MATTER_WRONG_TYPE, wrong_type("title", str, values["title"]))


def _month(front: FrontMatter) -> str | None:
    printed = front.text("month")
    month = read_month(printed)
    if printed and month is None:
        front.note(Note.MONTH_UNREADABLE, printed)
    return month


def _language(front: FrontMatter) -> str:
    language = front.text("language")
    if language and language not in _LANGUAGES:
        front.note(Note.LANGUAGE_UNKNOWN, language)
        return ""
    return language


def _references(front: FrontMatter, citation: str | None) -> tuple[Reference, ...]:
    """The articles, or what can be read of the printed citation where none are given."""
    if "articles" not in front:
        printed = read_reference(citation) if citation else None
        if printed and printed.reference is None:
            front.note(Note.CITATION_UNREAD, printed.raw)
        return (printed.reference,) if printed and printed.reference else ()
    references = []
    for number, record in enumerate(front.records("articles"), start=1):
        if not isinstance(record, dict) or not record:
            front.note(Note.ARTICLE_UNREADABLE, f"article {number}: {wrong_type('articles', dict, record)}")
            continue
        try:
            references.append(Reference.from_csl(record))
        except UnreadableReference as error:
            front.note(Note.ARTICLE_UNREADABLE, f"article {number}: {error}")
    return tuple(references)


def _text(body: str, heading: re.Pattern[str], front: FrontMatter) -> MarkdownText:
    text = read_markdown_text(body, heading)
    for address in text.dropped_links:
        front.note(Note.LINK_DROPPED, address)
    return text


def _account(
    lines: list[str], closing: int, text: MarkdownText, entry: int | None
) -> tuple[AccountLine, ...]:
    """Front matter is header; the text is body, and from the heading on, in a summary, implications."""
    below = (
        closing + 1 + text.heading_line if text.heading_line is not None and entry is not None else len(lines)
    )
    account = []
    for at, line in enumerate(lines):
        if not line or line.isspace():
            continue
        place = Place.HEADER if at <= closing else Place.BODY if at < below else Place.IMPLICATIONS
        owner = None if place is Place.HEADER else entry
        account.append(AccountLine(number=at + 1, text=line, place=place, entry=owner))
    return tuple(account)
