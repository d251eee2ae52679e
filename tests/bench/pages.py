"""Cold pages: server time of a page of which nothing is kept, in archives of several sizes."""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice

from tests.bench.archives import Archives, months, sampled
from tests.bench.document import Section
from tests.bench.measuring import in_a_process, timed

TIMES = 41
BOUNDS = {500: 10.0, 5_000: 10.0, 100_000: 15.0}  # milliseconds at p50, by the size of the archive
Kinds = dict[str, float]  # milliseconds at p50 by kind of page, in the order they were asked
SITEMAP_PART = "a part of the sitemap"  # up to 10,000 addresses: a file for crawlers, held to no bound
ORM = "for comparison: one query for one summary through the ORM"
TEXT = """
Milliseconds at p50, inside the process: Django's handler with its middleware and compression, no network, nothing of
the page kept, the database open, the index built. Each kind is asked {times} times after a first one, at as many addresses as
there are of it (up to {times}), spread over the archive. What pages share (the site's words, topics, months, the archive's order) is
kept while the edition stays; a part of the sitemap, with up to 10,000 addresses, has no bound. The archive has four summaries a
month, as a digest has, but goes back a hundred years at most: a month of the largest has some {largest} of them.
"""


def measure(archives: Archives, number: int) -> Kinds:
    """The kinds of pages at one size."""
    said = in_a_process("tests.bench.pages", number, environment=archives.environment(number))
    return dict(json.loads(said))


def section(found: Mapping[int, Kinds]) -> Section:
    """The table of kinds and sizes, each size held to its bound."""
    sizes = list(found)
    head = ["page", *(f"at {size:,}" for size in sizes)]
    lines = [_row(head), _row(["---"] * len(head))]
    kinds = [kind for kind in found[sizes[0]] if kind != ORM]
    lines += [_row([kind, *(f"{found[size][kind]:.1f} ms" for size in sizes)]) for kind in kinds]
    lines.append(_row(["bound", *(_bound(size) for size in sizes)]))
    lines.append(_row(["met", *(_met(size, {kind: found[size][kind] for kind in kinds}) for size in sizes)]))
    lines.append(_row([ORM, *(f"{found[size][ORM]:.2f} ms" for size in sizes)]))
    text = TEXT.format(times=TIMES, largest=round(max(sizes) / len(months(max(sizes)))))
    return Section(title="Pages", lines=[*lines, "", *text.strip().splitlines()])


def _bound(size: int) -> str:
    return f"under {BOUNDS[size]:.0f} ms" if size in BOUNDS else "none"


def _met(size: int, kinds: Mapping[str, float]) -> str:
    if size not in BOUNDS:
        return ""
    over = [
        f"{kind} by {took / BOUNDS[size] - 1:.0%}"
        for kind, took in kinds.items()
        if took >= BOUNDS[size] and kind != SITEMAP_PART
    ]
    return f"no: {', '.join(over)}" if over else "yes"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


# --- in the process of one size ---------------------------------------------------------------------------


def main(number: int) -> None:
    """Time every kind of page, and print the figures as JSON."""
    from apercu.config import wsgi  # sets Django up, and the collector as in a served process

    assert wsgi.application is not None
    from django.test import Client

    from apercu.content import following
    from apercu.content.models import Summary

    following.catch_up()  # as the threads of a served process do
    client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    found = {}
    for kind, addresses in _kinds(number):
        asked = list(islice(cycle(addresses), TIMES + 1))
        for address in asked:
            assert (status := client.get(address).status_code) == 200, (address, status)
        each = [timed(lambda address=address: client.get(address)) for address in asked[1:]]  # type: ignore[misc]
        found[kind] = statistics.median(each) * 1000
    slugs = cycle(sampled(number))
    each = [timed(lambda: list(Summary.objects.filter(slug=next(slugs)))) for _ in range(101)]
    found[ORM] = statistics.median(each[1:]) * 1000
    print(json.dumps(found))  # noqa: T201 read by the process that started this one


def _kinds(number: int) -> Iterator[tuple[str, list[str]]]:
    """Every kind of page with addresses of it."""
    from apercu.content.models import Digest, ResearchType, Summary, Topic
    from apercu.reading.crawling import LARGEST
    from tests.samples.corpus import Corpus

    topics = list(Topic.objects.order_by("pk").values_list("slug", flat=True))
    types = list(ResearchType.objects.order_by("pk").values_list("slug", flat=True))
    months = Digest.objects.filter(summaries__slug__in=sampled(number)).values_list("month", flat=True)
    slugs = list(Summary.objects.filter(slug__in=sampled(number)).values_list("slug", flat=True))
    queries = [query.replace(" ", "+") for query in Corpus().queries(TIMES, words=2, ranks=(50, 5_000))]
    pairs = list(zip(topics, cycle(types), strict=False))
    yield "home", ["/"]
    yield "month", [f"/digests/{month:%Y/%m}/" for month in months]
    yield "year", [f"/digests/{year}/" for year in sorted({month.year for month in months})]
    yield "archive", ["/digests/"]
    yield "browse", ["/summaries/"]
    yield "browse, a later page", [f"/summaries/?page={page}" for page in range(2, 22)]
    yield "browse, filtered", [f"/summaries/?topic={topic}&type={kind}" for topic, kind in pairs]
    yield "search", [f"/summaries/?q={query}" for query in queries]
    yield "summary", [f"/summaries/{slug}/" for slug in slugs]
    yield "topics", ["/topics/"]
    yield "topic", [f"/topics/{topic}/" for topic in topics]
    yield "type", [f"/types/{kind}/" for kind in types]
    yield "feed of summaries", ["/feeds/summaries.atom", "/feeds/summaries.json"]
    yield "feed of a topic", [f"/topics/{topic}/feed.atom" for topic in topics]
    yield "feed of months", ["/feeds/digests.atom", "/feeds/digests.json"]
    yield "feed of choices", [f"/summaries/feed.atom?topic={topic}&type={kind}" for topic, kind in pairs]
    yield "feed of a search", [f"/summaries/feed.atom?q={query}" for query in queries]
    yield "feed of changes", ["/changes.atom"]
    yield "summary as JSON", [f"/summaries/{slug}.json" for slug in slugs]
    yield "citation of a summary", [f"/summaries/{slug}/citation.ris" for slug in slugs]
    yield "citations of a month", [f"/digests/{month:%Y/%m}/citations.bib" for month in months]
    yield "API: summaries", ["/api/v1/summaries"]
    yield "API: a topic's", [f"/api/v1/summaries?topic={topic}" for topic in topics]
    yield "API: a summary", [f"/api/v1/summaries/{slug}" for slug in slugs]
    yield "API: digests", ["/api/v1/digests"]
    yield "API: a digest", [f"/api/v1/digests/{month:%Y/%m}" for month in months]
    yield "API: articles", ["/api/v1/articles"]
    yield "API: topics", ["/api/v1/topics"]
    yield "API: search", [f"/api/v1/search?q={query}" for query in queries]
    yield "llms.txt", ["/llms.txt"]
    yield "sitemap", ["/sitemap.xml"]
    # every page stands there in two languages
    yield SITEMAP_PART, ["/sitemap-1.xml" if 2 * number >= LARGEST else "/sitemap.xml"]


if __name__ == "__main__":
    main(int(sys.argv[1]))
