"""Every public address that becomes a file, by what it belongs to.

Left out, because a file host cannot do it: what reads a query or a form (searches and their feeds, error
reports, subscribing), the API and its description, other spellings of an address, citations in a style named
by a query.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from math import ceil

from apercu.content import addresses as records
from apercu.pagecache.exporting.facts import Facts
from apercu.reading import addresses, crawling
from apercu.reading.addresses import LANGUAGES
from apercu.reading.asking import PAGE_SIZE

FEEDS = ("atom", "json")
RECORDS = ("ris", "bib", "json")
SEARCH = "/summaries/"  # its page is made for files alone (`search_page`)
NOT_FOUND = "/404.html"
BEGINNING = 2  # pages of a long list that nobody should see in an older state than the summary's own page


def of_site(facts: Facts) -> Iterator[str]:
    """What tells of the newest or of everything: touched by every change."""
    yield from _spoken("/", "/digests/", SEARCH, "/topics/", "/types/", "/changes.atom")
    yield from _spoken(*(f"/feeds/summaries.{form}" for form in FEEDS))
    yield from ("/robots.txt", "/llms.txt")
    for slugs, counted, path in terms(facts):  # a feed without entries is as new as the newest change
        for key, slug in slugs.items():
            if not counted[key]:
                yield from _spoken(*(f"{path(slug)}feed.{form}" for form in FEEDS))


def of_archive(facts: Facts) -> Iterator[str]:
    """What takes seconds in a large archive: the newest months whole, all articles, the site map."""
    yield "/sitemap.xml"
    count = _sitemap_parts(facts)
    if count > 1:
        yield from (f"/sitemap-{number}.xml" for number in range(1, count + 1))
    yield from _spoken(*(f"/feeds/digests.{form}" for form in FEEDS))
    yield from (f"{SEARCH}citations.{form}" for form in RECORDS)


def of_frame(facts: Facts) -> Iterator[str]:
    """What only another setting, or another free-form page, changes."""
    yield from _spoken(*facts.pages)
    yield NOT_FOUND
    if facts.logo:
        yield facts.logo


def of_summary(slug: str) -> Iterator[str]:
    """A summary's pages, its other forms and its citation files."""
    path = records.summary(slug)
    yield from _spoken(path)
    yield from (addresses.summary_as(slug, form) for form in ("json", "md"))
    yield from (addresses.citation(slug, form) for form in (*RECORDS, "txt"))


def pages_of_summary(slug: str) -> Iterator[str]:
    """Its pages alone."""
    yield from _spoken(records.summary(slug))


def of_month(month: str) -> Iterator[str]:
    """A month's pages and citation files; `month` is `2021-06`."""
    path = f"/digests/{month.replace('-', '/')}/"
    yield from _spoken(path)
    yield from (f"{path}citations.{form}" for form in RECORDS)


def of_mail(name: str) -> Iterator[str]:
    """A mail's pages, to which the mail leads."""
    yield from _spoken(records.mail(name))


def of_year(year: str) -> Iterator[str]:
    yield from _spoken(f"/digests/{year}/")


def beginning_of_term(path: str, carriers: int) -> Iterator[str]:
    """The feeds, the first pages and the last of a topic or a research type at this path."""
    yield from _spoken(path, *(f"{path}feed.{form}" for form in FEEDS))
    last = last_page(carriers)
    for number in sorted({*range(2, min(BEGINNING, last) + 1), last} - {1}):
        yield from _spoken(addresses.on_page(path, number))


def rest_of_term(path: str, carriers: int) -> Iterator[str]:
    """The pages between, and the articles of all its summaries."""
    for number in range(BEGINNING + 1, last_page(carriers)):
        yield from _spoken(addresses.on_page(path, number))
    yield from (f"{path}citations.{form}" for form in RECORDS)


def terms(facts: Facts) -> tuple[tuple[dict[int, str], Counter[int], Callable[[str], str]], ...]:
    """Topics, then research types: slugs by key, how many summaries each has, the address of a slug."""
    topics, types = facts.carriers
    return (facts.topics, topics, records.topic), (facts.types, types, records.research_type)


def last_page(carriers: int) -> int:
    return max(1, ceil(carriers / PAGE_SIZE))


def years_of(months: Iterable[str]) -> list[str]:
    """The years of these months, the newest first."""
    return sorted({month[:4] for month in months}, reverse=True)


def everything(facts: Facts) -> dict[str, None]:
    """Every address, in the order in which pages are made; each once."""
    found = dict.fromkeys(of_site(facts))
    found.update(dict.fromkeys(of_frame(facts)))
    for month in facts.months:
        found.update(dict.fromkeys(of_month(month)))
    for name in facts.mails:
        found.update(dict.fromkeys(of_mail(name)))
    for year in years_of(facts.months):
        found.update(dict.fromkeys(of_year(year)))
    for slugs, counted, path in terms(facts):
        for key, slug in slugs.items():
            found.update(dict.fromkeys(beginning_of_term(path(slug), counted[key])))
            found.update(dict.fromkeys(rest_of_term(path(slug), counted[key])))
    for one in facts.summaries.values():
        found.update(dict.fromkeys(of_summary(one.slug)))
    found.update(dict.fromkeys(of_archive(facts)))
    return found


def _spoken(*paths: str) -> Iterator[str]:
    """These addresses in every language."""
    for path in paths:
        yield from (addresses.in_language(path, code) for code in LANGUAGES)


def _sitemap_parts(facts: Facts) -> int:
    count = (
        5
        + len(years_of(facts.months))
        + len(facts.months)
        + len(facts.summaries)
        + len(facts.topics)
        + len(facts.types)
        + len(facts.pages)
    )
    return ceil(count / (crawling.LARGEST // len(LANGUAGES)))
