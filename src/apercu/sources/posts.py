"""One post of a blog, which has the parts of an entry of a page: read by the same grammar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape

from apercu.citations.reading import read_reference
from apercu.sources.blocks import Block, Region
from apercu.sources.classic_text import with_paragraphs
from apercu.sources.codes import Note
from apercu.sources.draft import Caveat, Place, Post, SummaryDraft
from apercu.sources.entries import EntriesReading, Entry, Ledger, draft_of
from apercu.sources.lines import Line, Lines
from apercu.sources.markup_blocks import blocks_of
from apercu.sources.nesting import too_deep
from apercu.sources.richtext import without_controls
from apercu.sources.shortcodes import frames_of, pictures_of, without_comments, without_shortcodes
from apercu.sources.titles import Section

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_INLINE_WORDS = """
    a abbr b big cite code em font i mark s small span strong sub sup u
"""
_INLINE = frozenset(_INLINE_WORDS.split())
_REFERENCE_LABEL = re.compile(
    r"(?:references?|citations?|source|full citation|study|the study|article|références?|la source)\s*:?",
    re.IGNORECASE,
)
_FROM_FEED = re.compile(
    r"(?:the post|l['’]article|cet article) .{1,400} "
    r"(?:appeared first on|est apparu en premier sur) .{1,200}",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*(?:(?:continue reading|read more|lire la suite).{0,200})?\s*\Z",
    re.IGNORECASE,
)
_WORDS_OF_TITLE = 10
_LONGEST_GIST = 60  # words: a gist is one sentence


@dataclass(frozen=True, kw_only=True)
class Written:
    """A post as a file gives it."""

    title: str
    html: str
    month: str | None
    authors: tuple[str, ...]
    excerpt: str = ""
    is_classic: bool = False  # the text as it was typed, not as a browser gets it
    slug: str = ""
    identifier: str = ""
    language: str = ""
    caveats: tuple[Caveat, ...] = ()
    post: Post


def plain(html: str) -> str:
    """A short text that may hold tags and references, as one line of plain text."""
    return " ".join(unescape(_TAG.sub(_between_words, html)).split())


def read_post(written: Written) -> SummaryDraft | None:
    """The post as a draft; None where it has neither title nor text."""
    html, caveats = without_shortcodes(written.html)
    pictures, frames = pictures_of(html), frames_of(html)
    blocks = _blocks(
        without_comments(with_paragraphs(html)) if written.is_classic else without_comments(html)
    )
    title = plain(written.title)
    if not title and not blocks:
        return None
    if not title:
        title = " ".join(blocks[0].text.split()[:_WORDS_OF_TITLE]) + "…"
        caveats.append(Caveat(code=Note.UNTITLED))
    gist, about_excerpt = _gist(written.excerpt)
    entry, leftover = _entry(title, blocks, written)
    draft = draft_of(entry)
    told = dict.fromkeys(
        [
            *written.caveats,
            *(note for note in draft.caveats if note.code != Note.CUT_OFF),
            *caveats,
            *frames,
            *about_excerpt,
        ]
    )
    return replace(
        draft,
        gist=gist,
        slug=written.slug,
        identifier=written.identifier,
        language=written.language,
        post=replace(written.post, pictures=pictures, leftover=tuple(leftover)),
        caveats=tuple(told),
    )


def _between_words(tag: re.Match[str]) -> str:
    return "" if tag[1].lower() in _INLINE else " "


def is_excerpt(html: str) -> bool:
    """Whether a text ends as one does of which there is more elsewhere."""
    return _CUT.search(plain(html)[-400:]) is not None


def _gist(excerpt: str) -> tuple[str, list[Caveat]]:
    """An excerpt somebody wrote is the gist, if it is as short as one."""
    text = without_controls(plain(excerpt))
    if len(text.split()) <= _LONGEST_GIST:
        return text, []
    return "", [Caveat(code=Note.EXCERPT_LEFT_OUT, detail=text[:500])]


def _blocks(html: str) -> list[Block]:
    if too_deep(html):
        html = _TAG.sub("<br>", html)  # no parser is safe on this; the words are kept
    return blocks_of(html)


class _OneTitle:
    """The first line is the title of the post, and no other is one."""

    def is_title(self, at: int, section: Section) -> bool:  # noqa: ARG002 - the place has the last word
        """Whether it is the first line."""
        return at == 0

    def is_month(self, at: int) -> bool:  # noqa: ARG002 - as above
        """Never: the post has a date of its own."""
        return False

    def may_be_title(self, at: int) -> bool:  # noqa: ARG002 - as above
        """Never."""
        return False


def _entry(title: str, blocks: Sequence[Block], written: Written) -> tuple[Entry, list[str]]:
    """The entry the post makes, and the lines of it that are left over."""
    content = [
        (number, block)
        for number, block in enumerate(blocks, start=1)
        if block.region is Region.CONTENT and not _FROM_FEED.fullmatch(block.text.strip())
    ]
    lines = Lines([(0, Block(0, title, level=1, is_title=True)), *content], with_months=False)
    ledger: Ledger = {}
    reading = EntriesReading(lines, _OneTitle(), ledger)
    entry = reading.read(0, of_page=False)[0]
    if not entry.citations:
        _take_citations_below(entry, lines)
    entry.month = written.month or entry.month
    entry.authors = entry.authors or written.authors
    leftover = [
        block.text
        for number, block in enumerate(blocks, start=1)
        if ledger.get(number, (Place.LEFTOVER,))[0] is Place.LEFTOVER
    ]
    return entry, leftover


def _take_citations_below(entry: Entry, lines: Lines) -> None:
    """Citations that stand at the very end of a post, perhaps under "Reference"."""
    text = entry.implications or entry.body
    at = {id(line): place for place, line in enumerate(lines)}
    found: list[Line] = []
    while text and lines.is_citation(at[id(text[-1])]):
        found.insert(0, text.pop())
    if not found:
        return
    if text and _REFERENCE_LABEL.fullmatch(text[-1].text):
        text.pop()
    entry.citations = [read_reference(line.text) for line in found]
    entry.note(Note.CITATION_BELOW)
