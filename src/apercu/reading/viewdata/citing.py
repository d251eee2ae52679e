"""How the articles of a summary are cited: from what the follower formatted, never by the processor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apercu.citations.styles import DEFAULT, Style
from apercu.content import formatting
from apercu.content.as_drafts import reference_of
from apercu.content.formatting import Formatted as Formatted
from apercu.content.models import Article
from apercu.reading import addresses
from apercu.reading.citation_lines import CitationLine, citation_line


@dataclass(frozen=True, kw_only=True)
class Cited:
    """An article as one style prints it."""

    html: SafeString
    text: str


@dataclass(frozen=True, kw_only=True)
class InStyle:
    """A summary's articles in one citation style."""

    key: str
    name: str
    articles: tuple[Cited, ...]


def formatted(articles: Iterable[Article], *, styles: Iterable[str] = (DEFAULT,)) -> Formatted:
    """What the follower made of these articles in the language being spoken: 1 query."""
    keys = [article.pk for article in articles if article.pk]
    return formatting.formatted(keys, styles=styles, language=addresses.spoken()) if keys else {}


def cited(article: Article, ready: Formatted, *, style: str = DEFAULT) -> Cited:
    """The article in a style; a plain line close to APA until the follower has come by."""
    row = ready.get((article.pk or 0, style))
    if row:
        return Cited(html=mark_safe(row.html), text=row.text)  # noqa: S308 escaped when it was made
    line = citation_line(reference_of(article))
    return Cited(html=html_of(line), text=line.text)


def style_name(style: Style) -> str:
    """The style's name in the language being spoken; most have the same in both."""
    return _("Chicago (author-date)") if style.key == "chicago" else style.name


def html_of(line: CitationLine) -> SafeString:
    """A plain line with its italics and its link."""
    runs = format_html_join(
        "",
        "{}",
        ((format_html("<i>{}</i>", run.text) if run.italic else escape(run.text),) for run in line.runs),
    )
    return format_html('{} <a href="{}">{}</a>', runs, line.link, line.link) if line.link else runs
