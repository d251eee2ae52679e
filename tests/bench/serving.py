"""The site as it runs: how soon it answers, how much it answers, how soon what is published is seen, what it weighs."""

from __future__ import annotations

import sqlite3
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote_plus

from tests.bench import desk
from tests.bench.archives import TITLE, Archives, sampled
from tests.bench.document import Section, of_rows
from tests.bench.load import CONNECTIONS, Load, client, load
from tests.bench.measuring import Row, percentile, timed
from tests.bench.served import PATIENCE, Served, Unanswered, get, served
from tests.processes import weigh

STARTS, PUBLISHED, SEARCHED, SECONDS = 3, 9, 60, 8
READERS = 4  # connections to each node: it may have several processes
PAUSE = 0.002  # seconds between two looks at whether something is visible
TEXT = """
One `apercu serve`, asked over HTTP on this machine at {size:,} summaries, meaning on. Load: {client}, {connections} connections that ask
for one summary page (gzip) for {seconds} s on the same processors. Start: until the first good answer of the home page, median of
{starts}. Publishing: an editor sends the desk's form {published} times; from the moment the commit can be seen in the database until answers of
the page, which was kept before, show it to {readers} readers of the node, nothing else running here; then the same again with another node, a second
`apercu serve` on the same database and the same processors, until its readers see it. Memory is the sum
of the proportional set sizes (PSS) of every process of the tree after all that: {processes}.
"""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One publication: seconds the desk took to answer, and from the commit until readers of a node saw it."""

    desk: float
    after: float


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What one size of archive gave; seconds and megabytes."""

    started_in: float
    warm: Load
    cold: float  # p50 of summary pages never asked before
    search: float  # p50
    seen_here: Sequence[Seen]  # on the node that published, which is alone
    seen_there: Sequence[Seen]  # on another
    memory: Sequence[float]  # of every process of the tree

    @property
    def here(self) -> float:
        return statistics.median(one.after for one in self.seen_here)

    @property
    def there(self) -> float:
        return statistics.median(one.after for one in self.seen_there)


def measure(archives: Archives, number: int) -> Figures:
    """Everything about one size; the servers are gone afterwards."""
    data = archives.site(number)
    starts = []
    for _ in range(STARTS - 1):
        with served(data) as site:
            starts.append(site.started_in)
    password = desk.add_editor(archives.environment(number))
    with served(data) as site:
        http = site.connection()
        _wait_until_ready(site)
        slugs = sampled(number)
        cold = [_taken(site, f"/summaries/{slug}/") for slug in slugs[1:]]
        warm = load(f"{site.url}/summaries/{slugs[0]}/", seconds=SECONDS)
        queries = _queries()
        each = [timed(lambda text=text: get(http, f"/summaries/?q={quote_plus(text)}")) for text in queries]  # type: ignore[misc]
        editor = desk.Editor(site, password)
        here = [_publish(editor, data, site, f"edition {n + 1}") for n in range(PUBLISHED)]
        with served(data) as other:
            _wait_until_ready(other)
            there = [_publish(editor, data, other, f"another edition {n + 1}") for n in range(PUBLISHED)]
        http.close()
        return Figures(
            started_in=statistics.median([*starts, site.started_in]),
            warm=warm,
            cold=percentile(cold, 0.5),
            search=percentile(each, 0.5),
            seen_here=here,
            seen_there=there,
            memory=list(weigh(site.pid).values()),
        )


def section(found: Figures, size: int) -> Section:
    """The table of one size, with its bounds."""
    processes = " + ".join(f"{one:.0f}" for one in found.memory) + " MB, the supervisor first"
    rows: list[Row] = [
        (f"A summary page, warm, {CONNECTIONS} connections", f"{found.warm.rate:,.0f} answers/s", "none"),
        ("the same, p50", f"{found.warm.p50 * 1000:.2f} ms", "none"),
        ("the same, p99", f"{found.warm.p99 * 1000:.2f} ms", "under 5 ms"),
        ("A summary page nobody asked for before, over HTTP, p50", _ms(found.cold), "under 10 ms"),
        ("A search page, each query once, over HTTP, p50", _ms(found.search), "none"),
        ("From the start to the first answer", f"{found.started_in:.2f} s", "under 3 s"),
        ("From publishing to visible on the node that published, median", _ms(found.here), "at most 50 ms"),
        ("the same, the longest", _ms(max(one.after for one in found.seen_here)), "none"),
        ("From publishing to visible on another node, median", _ms(found.there), "none"),
        ("the same, the longest", _ms(max(one.after for one in found.seen_there)), "at most 1 s"),
        ("The desk's answer to Publish", _ms(statistics.median(one.desk for one in found.seen_here)), "none"),
        ("Memory of all processes of the tree", f"{sum(found.memory):.0f} MB", "under 450 MB"),
    ]
    text = TEXT.format(
        size=size,
        client=client(),
        connections=CONNECTIONS,
        seconds=SECONDS,
        starts=STARTS,
        published=PUBLISHED,
        processes=processes,
        readers=READERS,
    )
    return of_rows("Serving", rows, text)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _queries() -> list[str]:
    from tests.samples.corpus import Corpus

    return Corpus().queries(SEARCHED, words=2, ranks=(50, 5_000))


def _wait_until_ready(site: Served) -> None:
    """Until this node has its index: building it takes a processor for some seconds."""
    http = site.connection()
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            get(http, "/readyz")
            break
        except Unanswered:
            assert time.monotonic() < deadline, "the search index was not built in time"
            time.sleep(0.1)
    http.close()


def _taken(site: Served, path: str) -> float:
    """Seconds one page took, the connection open before."""
    http = site.connection()
    http.connect()
    try:
        return timed(lambda: get(http, path, **{"Accept-Encoding": "gzip"}))
    finally:
        http.close()


# --- publishing -------------------------------------------------------------------------------------------


def _publish(editor: desk.Editor, data: Path, node: Served, edition: str) -> Seen:
    """Publish a summary anew under another title, and watch the log and a node."""
    key, slug = _complete(data)
    marked = f"{TITLE}, {edition}"
    path = f"/summaries/{slug}/"
    form = editor.form_of(key) | {"title": marked}
    before = _edition(data)
    watched: dict[str, float] = {}

    def watch(name: str, is_there: Callable[[], bool]) -> threading.Thread:
        def until_there() -> None:
            deadline = time.perf_counter() + PATIENCE
            while not is_there():
                if time.perf_counter() > deadline:
                    return
                time.sleep(PAUSE)
            watched[name] = time.perf_counter()

        thread = threading.Thread(target=until_there)
        thread.start()
        return thread

    readers = [node.connection() for _ in range(READERS)]
    for http in readers:
        get(http, path)  # kept, as a page that is read is
    threads = [
        watch("commit", lambda: _edition(data) > before),
        watch("page", lambda: _all_show(readers, path, marked)),
    ]
    took = timed(lambda: editor.publish(key, form))
    for thread in threads:
        thread.join()
    if missing := {"commit", "page"} - watched.keys():
        raise desk.Refused(f"What was published could not be seen in {PATIENCE} s: {', '.join(missing)}.")
    return Seen(desk=took, after=max(0.0, watched["page"] - watched["commit"]))


def _all_show(readers: list[HTTPConnection], path: str, marked: str) -> bool:
    """Whether everyone has seen it; who has is out of the list and asks no more."""
    for http in list(readers):
        if marked.encode() in get(http, path):
            readers.remove(http)
            http.close()
    return not readers


def _complete(data: Path) -> tuple[int, str]:
    """A summary that has all the gate asks for: its key and its slug."""
    slug = TITLE.lower().replace(" ", "-") + "-part-1"
    return _asked(data, "select id from content_summary where slug = ?", slug), slug


def _edition(data: Path) -> int:
    return _asked(data, "select max(id) from content_change")


def _asked(data: Path, query: str, *values: str) -> int:
    with closing(sqlite3.connect(f"file:{data}/apercu.sqlite3?mode=ro", uri=True)) as database:
        ((number,),) = database.execute(query, values)
    return int(number)
