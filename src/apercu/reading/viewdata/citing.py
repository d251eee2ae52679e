"""How the articles of a summary are cited: from what the follower formatted, never by the processor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apercu.citations.reference import Reference
from apercu.citations.styles import DEFAULT, Style
from apercu.content import formatting
from apercu.content.formatting import Formatted as Formatted
from apercu.content.models import Article
from apercu.reading import addresses
from apercu.reading.carrying import Carried
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


def cited_all(carries: Carried, ready: Formatted, *, style: str = DEFAULT) -> tuple[Cited, ...]:
    """A summary's articles in a style; plain lines close to APA until the follower has come by."""
    rows = [ready.get((article.pk or 0, style)) for article in carries.articles]
    return tuple(
        Cited(html=mark_safe(row.html), text=row.text) if row else plainly(carries.references[place])  # noqa: S308 escaped when it was made
        for place, row in enumerate(rows)
    )


def plainly(reference: Reference) -> Cited:
    """A reference as a plain line."""
    line = citation_line(reference)
    return Cited(html=html_of(line), text=line.text)


def style_name(style: Style) -> str:
    """The style's name in the language being spoken; most have the same in both."""
    return _("Chicago (author-date)") if style.key == "chicago" else style.name


def html_of(line: CitationLine) -> SafeString:
    """A plain line with its italics and its link."""
    html = "".join(f"<i>{escape(run.text)}</i>" if run.italic else escape(run.text) for run in line.runs)
    if line.link:
        html = f'{html} <a href="{escape(line.link)}">{escape(line.link)}</a>'
    return mark_safe(html)  # noqa: S308 each run was escaped
