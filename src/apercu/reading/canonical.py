"""Which part of an address's query a page reads, in one canonical form: what else stands there is ignored.

Two addresses with the same path and the same canonical query are one page. A query that leads elsewhere (a
redirect, an error) or that nothing here knows how to read is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict

from apercu.citations.styles import DEFAULT, STYLES
from apercu.reading import asking
from apercu.reading.asking import PAGE, Parameters

_READ_NONE = frozenset(
    {
        "reading:archive",
        "reading:year",
        "reading:month",
        "reading:mail",
        "reading:summary",
        "reading:topics",
        "reading:types",
        "reading:summaries_feed",
        "reading:digests_feed",
        "reading:topic_feed",
        "reading:type_feed",
        "reading:changes_feed",
        "api_docs",
        "apercu.reading.views.logo.logo",
        "summary_json",
        "summary_markdown",
        "summary_records",
        "digest_records",
        "topic_records",
        "type_records",
        "sitemap",
        "sitemap_part",
        "robots",
        "account",
        "wagtail_serve",
    }
)


def query_of(name: str, query: str) -> str:
    """The canonical query of the page with this name in the address list, for a query as it was sent."""
    if not query:
        return query
    if name in _READ_NONE:
        return ""
    rule = _RULES.get(name)
    if rule is None or not query.isascii():
        return query
    try:
        found = rule(dict(QueryDict(query).lists()))
    except (asking.NoSuchPage, SuspiciousOperation):  # answered with an error
        return query
    return query if found is None else found


def _of_home(parameters: Parameters) -> str | None:
    return None if "p" in parameters else ""


def _of_a_search(parameters: Parameters) -> str | None:
    return None if asking.spells_otherwise(parameters) else asking.read(parameters).query


def _of_a_whole_search(parameters: Parameters) -> str:
    return asking.read({**parameters, PAGE: []}).sorted_by("").query


def _of_a_list(parameters: Parameters) -> str | None:
    number = asking.page_number(parameters)
    if asking.spells_page_otherwise(parameters):
        return None
    return urlencode({PAGE: number}) if number > 1 else ""


def _of_citations(parameters: Parameters) -> str | None:
    style = "".join(parameters.get("style", ())[-1:]) or DEFAULT
    if style not in STYLES:
        return None
    return urlencode({"style": style}) if style != DEFAULT else ""


_RULES: dict[str, Callable[[Parameters], str | None]] = {
    "reading:home": _of_home,
    "reading:browse": _of_a_search,
    "reading:browse_feed": _of_a_whole_search,
    "browse_records": _of_a_whole_search,
    "reading:topic": _of_a_list,
    "reading:type": _of_a_list,
    "summary_citations": _of_citations,
}
