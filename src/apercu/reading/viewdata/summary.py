"""A summary's own page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apercu.citations.reference import Name, PartialDate, Reference
from apercu.citations.styles import STYLES
from apercu.content.models import Summary
from apercu.reading import addresses, dating, selecting
from apercu.reading.carrying import carried
from apercu.reading.citation_lines import citation_line
from apercu.reading.listing import listed, listed_by_key
from apercu.reading.machine import heads, linked_data
from apercu.reading.machine.heads import Head
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.citing import Cited, InStyle, cited_all, formatted, html_of, style_name
from apercu.reading.viewdata.page import Link, Page, Site, site
from apercu.search.related import related

RELATED = 3


@dataclass(frozen=True, kw_only=True)
class SummaryPage(Page):
    """One summary, alone."""

    text: parts.Text
    in_styles: tuple[InStyle, ...]  # the citation in every style; none where there is no article
    exports: tuple[Link, ...]  # the articles' records, for reference managers
    forms: tuple[Link, ...]  # the summary itself, for programs and people who keep notes
    own_citation: Cited  # how to cite the summary rather than its article
    published: datetime.date | None  # the day, where the month does not tell it better
    updated: datetime.date | None  # the last day on which it changed after its first
    report: str  # where a reader says that something is wrong; empty in preview
    related: tuple[parts.Line, ...]


def summary_page(record: Summary, *, is_preview: bool = False) -> SummaryPage:
    """A summary, public or (in preview) not yet: 7 queries once it is at hand, 7 more once an edition."""
    carries = carried(record)
    articles = carries.articles
    ready = formatted(articles, styles=STYLES)
    text = parts.text(record, ready)
    published, updated = _dates(record)
    frame = site()
    path = "" if is_preview else text.line.address
    return SummaryPage(
        site=frame,
        title=record.title,
        path=path,
        description=record.gist,
        section="summaries",
        is_preview=is_preview,
        head=_head(frame, record, path) if path else heads.NOTHING,
        text=text,
        in_styles=tuple(
            InStyle(
                key=style.key,
                name=style_name(style),
                articles=cited_all(carries, ready, style=style.key),
            )
            for style in STYLES.values()
            if articles
        ),
        exports=_exports(record.slug) if articles and not is_preview else (),
        forms=_forms(record.slug) if not is_preview else (),
        own_citation=_own_citation(record, text, frame),
        published=published,
        updated=updated,
        report="" if is_preview else addresses.report(record.slug),
        related=_related(record),
    )


def _head(frame: Site, record: Summary, path: str) -> Head:
    node = linked_data.post(frame, record)
    return heads.of_summary(frame, record, path=path, json_ld=linked_data.script(node))


def _exports(slug: str) -> tuple[Link, ...]:
    names = {"ris": "RIS", "bib": "BibTeX", "json": "CSL-JSON", "txt": _("plain text")}
    return tuple(Link(text=name, address=addresses.citation(slug, form)) for form, name in names.items())


def _forms(slug: str) -> tuple[Link, ...]:
    names = {"md": "Markdown", "json": "JSON"}
    return tuple(Link(text=name, address=addresses.summary_as(slug, form)) for form, name in names.items())


def _own_citation(record: Summary, text: parts.Text, frame: Site) -> Cited:
    """The summary as a source of its own: its signatories, its month, its title, this site, its address."""
    day = dating.public_month(record) or (record.first_published_at and record.first_published_at.date())
    line = citation_line(
        Reference(
            type="post-weblog",
            title=record.title,
            authors=tuple(Name(literal=name) for name in text.authors),
            issued=PartialDate(year=day.year, month=day.month) if day else None,
            publisher=frame.name,
            url=addresses.absolute(text.line.address),
        )
    )
    return Cited(html=html_of(line), text=line.text)


def _dates(record: Summary) -> tuple[datetime.date | None, datetime.date | None]:
    """The day it was published, unless its month says it better (`dating.came_late`), and last changed."""
    first, changed = record.first_published_at, dating.changed(record)
    return (
        first.date() if first and not dating.came_late(record) else None,
        changed.date() if changed else None,
    )


def _related(record: Summary) -> tuple[parts.Line, ...]:
    """The summaries nearest in meaning; without the index, those with most topics in common."""
    topics = carried(record).topics
    keys = related(record.pk, topics=[topic.pk for topic in topics], most=RELATED) if record.pk else []
    if keys:
        return parts.lines(listed_by_key(keys))
    if not topics:
        return ()
    return parts.lines(listed(selecting.sharing_topics(record, topics)[:RELATED]))
