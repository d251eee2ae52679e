"""The text of a feed's entry: HTML that needs no page around it."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apercu.content.models import Digest, Summary
from apercu.reading import addresses, texts
from apercu.reading.machine import article_records
from apercu.reading.viewdata.citing import Formatted, cited


def of_summary(record: Summary, ready: Formatted, *, level: int) -> SafeString:
    """A whole summary: gist, text, practice implications, corrections, articles; headings of this level."""
    return _joined(
        _paragraph(record.gist),
        texts.rich_for_elsewhere(record.body),
        _section(_("Practice implications"), texts.rich_for_elsewhere(record.implications), level, record),
        _section(_("Corrections"), _corrections(record), level, record),
        _articles(record, ready, level),
    )


def of_digest(digest: Digest, ready: Formatted) -> SafeString:
    """A whole month: teaser, announcements, every summary under its title."""
    return _joined(
        texts.rich_for_elsewhere(digest.teaser),
        *(_under_its_title(record, ready) for record in digest.summaries.all()),
        _section(_("Announcements"), texts.rich_for_elsewhere(digest.announcements), 2, None),
    )


def _under_its_title(record: Summary, ready: Formatted) -> SafeString:
    address = addresses.absolute(addresses.summary(record.slug))
    title = format_html('<h2><a href="{}">{}</a></h2>', address, record.title)
    text = _joined(title, of_summary(record, ready, level=3))
    language = texts.foreign(record.language)
    return format_html('<div lang="{}">{}</div>', language, text) if language else text


def _section(heading: str, text: SafeString, level: int, record: Summary | None) -> SafeString:
    """A heading in the feed's language and its text; nothing where there is no text."""
    if not text:
        return SafeString()
    spoken = addresses.spoken() if record and texts.foreign(record.language) else ""
    start = format_html('<h{} lang="{}">', level, spoken) if spoken else format_html("<h{}>", level)
    return format_html("{}{}</h{}>\n{}", start, heading, level, text)


def _corrections(record: Summary) -> SafeString:
    rows = ((f"{row.date:%Y-%m-%d}", row.text) for row in record.corrections.all())
    return format_html_join("\n", "<p>{}: {}</p>", rows)


def _articles(record: Summary, ready: Formatted, level: int) -> SafeString:
    articles = article_records.articles_of(record)
    if not articles:
        return _paragraph(record.printed_citation.strip())
    heading = ngettext("The article", "The articles", len(articles))
    lines = format_html_join("\n", "<p>{}</p>", ((cited(one, ready).html,) for one in articles))
    return _section(heading, lines, level, record)


def _paragraph(text: str) -> SafeString:
    return format_html("<p>{}</p>", text) if text else SafeString()


def _joined(*parts: SafeString) -> SafeString:
    return format_html_join("\n", "{}", ((part,) for part in parts if part))
