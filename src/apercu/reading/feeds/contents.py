"""The text of a feed's entry: HTML that needs no page around it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apercu.content.models import Digest, Summary
from apercu.reading import addresses, texts
from apercu.reading.carrying import carried
from apercu.reading.viewdata.citing import Formatted, cited_all


def of_summary(record: Summary, ready: Formatted, *, level: int) -> SafeString:
    """A whole summary: gist, text, practice implications, corrections, articles; headings of this level."""
    return _joined(
        _paragraph(record.gist),
        texts.rich_for_elsewhere(record.body),
        _section(_("Practice implications"), texts.rich_for_elsewhere(record.implications), level, record),
        _section(_("Corrections"), _corrections(record), level, record),
        _articles(record, ready, level),
    )


def of_digest(digest: Digest, here: Iterable[Summary], ready: Formatted) -> SafeString:
    """A whole month: teaser, announcements, every summary under its title."""
    return _joined(
        texts.rich_for_elsewhere(digest.teaser),
        *(_under_its_title(record, ready) for record in here),
        _section(_("Announcements"), texts.rich_for_elsewhere(digest.announcements), 2, None),
    )


def _under_its_title(record: Summary, ready: Formatted) -> str:
    address = escape(addresses.absolute(addresses.summary(record.slug)))
    title = f'<h2><a href="{address}">{escape(record.title)}</a></h2>'
    text = _joined(title, of_summary(record, ready, level=3))
    language = texts.foreign(record.language)
    return f'<div lang="{escape(language)}">{text}</div>' if language else text


def _section(heading: str, html: str, level: int, record: Summary | None) -> str:
    """A heading in the feed's language and its text; nothing where there is no text."""
    if not html:
        return ""
    spoken = addresses.spoken() if record and texts.foreign(record.language) else ""
    start = f'<h{level} lang="{spoken}">' if spoken else f"<h{level}>"
    return f"{start}{escape(heading)}</h{level}>\n{html}"


def _corrections(record: Summary) -> str:
    return "\n".join(f"<p>{row.date:%Y-%m-%d}: {escape(row.text)}</p>" for row in carried(record).corrections)


def _articles(record: Summary, ready: Formatted, level: int) -> str:
    lines = [f"<p>{one.html}</p>" for one in cited_all(carried(record), ready)]
    if not lines:
        return _paragraph(record.printed_citation.strip())
    return _section(ngettext("The article", "The articles", len(lines)), "\n".join(lines), level, record)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""


def _joined(*parts: str) -> SafeString:
    return mark_safe("\n".join(part for part in parts if part))  # noqa: S308 all texts were escaped or cleaned
