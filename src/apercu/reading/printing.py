"""Rows as HTML, printed by Python: a row costs a template ten times as much.

Only what a page may have dozens or hundreds of stands here, and what every page has dozens of in its head;
every text in it is escaped here. What is around the rows is a template like all others
(`templates/reading/components`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape

from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext

from apercu.reading import texts
from apercu.reading.viewdata.archive import CountedMonth
from apercu.reading.viewdata.facets import Choice
from apercu.reading.viewdata.page import Head, HeadLink, Link, Meta
from apercu.reading.viewdata.parts import Evidence, Line
from apercu.reading.viewdata.results import Result


def choices(facet: str, these: Iterable[Choice]) -> SafeString:
    """The boxes of one facet."""
    name, language = escape(facet), get_language() or ""
    return _safe(_choice(name, escape(one.value), one, language) for one in these)


def months(these: Iterable[CountedMonth]) -> SafeString:
    """The months of a year, each with how many summaries it has."""
    language = get_language() or ""
    return _safe(
        f'<li><a href="{escape(one.address)}">{_month(one.month.month, language)}</a> '
        f'<span class="count">{_counted(one.count, language)}</span></li>\n'
        for one in these
    )


def head(said: Head) -> SafeString:
    """What a page says to programs, for its `<head>`."""
    data = conditional_escape(said.json_ld)  # it is safe already, where a script is to read it
    script = f'<script type="application/ld+json">{data}</script>\n' if data else ""
    return _safe([*map(_meta, said.metas), *map(_link, said.links), script])


def lines(these: Iterable[Line], *, level: str, with_months: bool) -> SafeString:
    """Summaries in a list."""
    words = _Words()
    return _safe(
        f'<article class="line">\n{_of_month(line) if with_months else ""}'
        f"{_title(line, escape(line.title), level)}{_said(line, 'line-gist', escape(line.gist))}"
        f"{facts(line.evidence, words=words)}</article>\n"
        for line in these
    )


def features(these: Iterable[Line], level: str) -> SafeString:
    """The summaries a page opens with, each with the first words on what to do with it."""
    words = _Words()
    return _safe(
        f'<article class="feature">\n{_title(line, escape(line.title), level, name="feature-title")}'
        f"{_said(line, 'line-gist', escape(line.gist))}{facts(line.evidence, words=words)}"
        f"{_in_practice(line, words)}</article>\n"
        for line in these
    )


def titles(these: Iterable[Link]) -> SafeString:
    """The titles of a month's summaries."""
    return _safe(
        f'<li><a href="{escape(one.address)}"{_lang(one)}>{escape(one.text)}</a></li>' for one in these
    )


def results(these: Iterable[Result], level: str) -> SafeString:
    """Summaries that were found, with what was asked marked in them."""
    words = _Words()
    return _safe(
        f'<article class="line">\n{_of_month(one.line)}{_title(one.line, texts.marked(one.title), level)}'
        f"{_said(one.line, 'line-gist', texts.marked(one.gist))}"
        f"{_said(one.line, 'line-passage', texts.marked(one.passage))}{_article(one)}"
        f"{facts(one.line.evidence, one.topic, words=words)}</article>\n"
        for one in these
    )


def facts(evidence: Evidence, topic: Link | None = None, *, words: _Words | None = None) -> SafeString:
    """A summary's evidence on one line; nothing where nothing is known."""
    if not (evidence.is_known or topic):
        return SafeString()
    words = words or _Words()
    return _safe(('<ul class="facts">\n', *_facts(evidence, topic, words), "</ul>\n"))


def counted(number: int) -> SafeString:
    """How many summaries: the number alone to the eye, with its noun to a screen reader."""
    return _counted(number, get_language() or "")


class _Words:
    """What stands in every row, looked up once a list."""

    def __init__(self) -> None:
        self.topic, self.article_from = gettext("Topic"), gettext("Article from")
        self.in_practice = gettext("In practice")


def _meta(one: Meta) -> str:
    name = f'property="{escape(one.property)}"' if one.property else f'name="{escape(one.name)}"'
    return f'<meta {name} content="{escape(one.content)}">\n'


def _link(one: HeadLink) -> str:
    given = (("rel", one.rel), ("type", one.type), ("hreflang", one.hreflang), ("title", one.title))
    said = "".join(f' {name}="{escape(value)}"' for name, value in given if value)
    return f'<link{said} href="{escape(one.href)}">\n'


def _choice(facet: str, value: str, one: Choice, language: str) -> str:
    state = f"{' checked' if one.is_chosen else ''}{' disabled' if one.is_idle else ''}"
    box = f'<input type="checkbox" id="choice-{facet}-{value}" name="{facet}" value="{value}"{state}>'
    name = f'<span class="choice-name">{escape(one.name)}</span>'
    count = f'<span class="count">{_counted(one.count, language)}</span>'
    return f'<li><label class="choice">{box}{name} {count}</label></li>\n'


def _facts(evidence: Evidence, topic: Link | None, words: _Words) -> Iterator[str]:
    for kind in evidence.types:
        yield f'<li class="facts-type">{escape(kind.text)}</li>\n'
    if topic:
        yield f'<li><span class="visually-hidden">{words.topic} </span>{escape(topic.text)}</li>\n'
    if evidence.studies is not None:
        said = ngettext("%(number)s study", "%(number)s studies", evidence.studies)
        yield f"<li>{escape(said % {'number': grouped(evidence.studies)})}</li>\n"
    if evidence.people is not None:
        said = ngettext("%(number)s person", "%(number)s people", evidence.people)
        yield f"<li>{escape(said % {'number': grouped(evidence.people)})}</li>\n"
    if evidence.years:
        hidden = f'<span class="visually-hidden">{words.article_from} </span>'
        yield f"<li>{hidden}{escape(evidence.years)}</li>\n"


def grouped(number: int) -> str:
    """A number with its thousands set apart as the language does it."""
    return number_format(number, force_grouping=True)


def _of_month(line: Line) -> str:
    if line.month is None:
        return ""
    return f'<p class="line-month">{_year_month(line.month, get_language() or "")}</p>\n'


def _title(line: Line, html: str, level: str, *, name: str = "line-title") -> str:
    link = f'<a href="{escape(line.address)}">{html}</a>'
    return f'<{level} class="{name}"{_lang(line)}>{link}</{level}>\n'


def _in_practice(line: Line, words: _Words) -> str:
    if not line.in_practice:
        return ""
    title = f'<span class="visually-hidden"> – <span{_lang(line)}>{escape(line.title)}</span></span>'
    link = f'<a href="{escape(line.address)}#implications">{words.in_practice}{title}</a>'
    said = f"<p{_lang(line)}>{escape(line.in_practice)}</p>"
    return f'<div class="in-practice">\n<p class="in-practice-title">{link}</p>\n{said}\n</div>\n'


def _said(line: Line, name: str, html: str) -> str:
    return f'<p class="{name}"{_lang(line)}>{html}</p>\n' if html else ""


def _article(one: Result) -> str:
    if not one.article:
        return ""
    label = f'<span class="label">{gettext("The article:")}</span>'
    return f'<p class="line-passage">{label} {texts.marked(one.article)}</p>\n'


def _lang(one: Line | Link) -> str:
    return f' lang="{escape(one.language)}"' if one.language else ""


def _safe(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 every text in them was escaped in this module


@lru_cache(maxsize=2048)
def _counted(number: int, _language: str) -> SafeString:
    """A listing prints hundreds of these, most of them alike, so each is made once a language."""
    noun = escape(ngettext("summary", "summaries", number))
    return _safe((f'{escape(grouped(number))}<span class="visually-hidden"> {noun}</span>',))


@lru_cache(maxsize=64)
def _month(number: int, _language: str) -> str:
    return escape(capfirst(date_format(datetime.date(2000, number, 1), "F")))


@lru_cache(maxsize=4096)
def _year_month(month: datetime.date, _language: str) -> str:
    return escape(capfirst(date_format(month, "YEAR_MONTH_FORMAT")))
