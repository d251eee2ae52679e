"""How the articles of a summary are cited: from what the follower formatted, never by the processor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from apercu.citations.csl_values import UnreadableReference
from apercu.citations.styles import Style
from apercu.content.models import Article, FormattedCitation
from apercu.reading import addresses
from apercu.reading.citation_lines import CitationLine, Run, citation_line

DEFAULT_STYLE = "apa"
Formatted = Mapping[tuple[int, str], FormattedCitation]  # by article and style


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


def formatted(articles: Iterable[Article], *, styles: Iterable[str] = (DEFAULT_STYLE,)) -> Formatted:
    """What the follower made of these articles in the language being spoken: 1 query."""
    keys = [article.pk for article in articles if article.pk]
    if not keys:
        return {}
    rows = FormattedCitation.objects.filter(
        article_id__in=keys, style__in=list(styles), language=addresses.spoken()
    )
    return {(row.article_id, row.style): row for row in rows}


def cited(article: Article, ready: Formatted, *, style: str = DEFAULT_STYLE) -> Cited:
    """The article in a style; a plain line close to APA until the follower has come by."""
    row = ready.get((article.pk or 0, style))
    if row:
        return Cited(html=mark_safe(row.html), text=row.text)  # noqa: S308 escaped when it was made
    line = plain_line(article)
    return Cited(html=html_of(line), text=line.text)


def style_name(style: Style) -> str:
    """The style's name in the language being spoken; most have the same in both."""
    return _("Chicago (author-date)") if style.key == "chicago" else style.name


def plain_line(article: Article) -> CitationLine:
    """The article's line; one whose record cannot be read as a reference gives its title at least."""
    try:
        return citation_line(article.reference())
    except UnreadableReference:
        return CitationLine(runs=(Run(text=str(article)),))


def html_of(line: CitationLine) -> SafeString:
    """A plain line with its italics and its link."""
    runs = format_html_join(
        "",
        "{}",
        ((format_html("<i>{}</i>", run.text) if run.italic else escape(run.text),) for run in line.runs),
    )
    return format_html('{} <a href="{}">{}</a>', runs, line.link, line.link) if line.link else runs
