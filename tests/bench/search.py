"""Search at 10,000 and 100,000 invented summaries, beside what others take for the same."""

from __future__ import annotations

import json
import random
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from tests.bench.archives import Archives
from tests.bench.document import Section, of_rows
from tests.bench.measuring import Row, environment_of, in_a_process, percentile, timed
from tests.bench.served import get, served
from tests.processes import weigh

SMALL, LARGE = 10_000, 100_000
QUERIES = 300
Figures = dict[str, Any]
TEXT = """
The archive is invented: 128 words a summary beside the article's title, 60,000 different words whose frequencies follow
Zipf's law, 36 topics, 10 types, 14 years (`tests/samples/corpus.py`). 300 queries of one to three words, their ranks
spread evenly over their logarithm, from words in most summaries to rare ones. Both FTS5 and ours order, count all three
facets and cut passages; FTS5 requires all words. Memory is the worker's after those queries, its own and the files it
maps: index and database.
"""


def section(archives: Archives, *, sizes: tuple[int, int] = (SMALL, LARGE)) -> Section:
    """Everything about search, each size in a process and on a copy of a site."""
    small, large = (_measured(archives, size, is_large=size == max(sizes)) for size in sizes)
    rows = [*_of_large(large, sizes[1]), *_of_both(small, large, sizes), *_of_small(small, sizes[0])]
    return of_rows("Search", rows, TEXT)


def _measured(archives: Archives, number: int, *, is_large: bool) -> Figures:
    data = archives.copy(number)
    shutil.rmtree(data / "search", ignore_errors=True)  # building the index is among what is measured
    given = (data, "large" if is_large else "small", archives.characters(number))
    said = in_a_process("tests.bench.search", *given, environment=environment_of(data))
    shutil.rmtree(data)
    return dict(json.loads(said))


def _of_large(found: Figures, size: int) -> list[Row]:
    at = f"at {size:,}"
    return [
        (
            f"Search {at}: words, all facet counts, top 20 and passages, p50",
            _ms(found["words"][0]),
            "at most 3 ms",
        ),
        ("the same, p95", _ms(found["words"][1]), "at most 8 ms"),
        ("the same by SQLite FTS5 and SQL, p50", _ms(found["fts5"][0]), "none"),
        ("how many times ours, query by query, median", f"{found['fts5_ratio']:.1f}", "none"),
        ("with meaning, p50", _ms(found["fused"][0]), "none"),
        ("with meaning, p95", _ms(found["fused"][1]), "none"),
        ("with meaning, a whole page over HTTP, p50", _ms(found["http"][0]), "none"),
        ("with meaning, a whole page over HTTP, p95", _ms(found["http"][1]), "at most 30 ms"),
        (f"Index {at}: building it without vectors", f"{found['build']:.0f} s", "at most 60 s"),
        ("the same with vectors", f"{found['build_with_vectors']:.0f} s", "none"),
        ("its size, times the text's", f"{found['size']:.2f}", "at most 2"),
        ("vectors beside it", f"{found['vectors']:.0f} MB", "none"),
        (f"Memory of the serving process {at}", f"{found['memory']:.0f} MB", "under 400 MB"),
        ("of that its own, not files it shares", f"{found['own_memory']:.0f} MB", "none"),
        ("From publishing to found, another process", f"{found['publish'] * 1000:.0f} ms", "under 1 s"),
    ]


def _of_both(small: Figures, large: Figures, sizes: tuple[int, int]) -> list[Row]:
    growth = large["rare"][0] / small["rare"][0]
    return [
        (
            f"A rare word, p50 at {sizes[0]:,} and at {sizes[1]:,}",
            f"{_ms(small['rare'][0])}, {_ms(large['rare'][0])}",
            "none",
        ),
        ("growth for ten times the archive", f"{growth:.1f} times", "under 10"),
    ]


def _of_small(found: Figures, size: int) -> list[Row]:
    return [
        (
            f"A rare word at {size:,}: Wagtail's search with both facets counted, p50",
            _ms(found["wagtail_rare"]),
            "none",
        ),
        ("how many times ours", f"{found['wagtail_rare'] / found['rare'][0]:.0f}", "at least 200"),
        (f"A common word at {size:,}: the same by Wagtail, p50", _ms(found["wagtail_common"]), "none"),
        ("how many times ours", f"{found['wagtail_common'] / found['common'][0]:.0f}", "at least 200"),
    ]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


# --- in the process of one size ---------------------------------------------------------------------------


def main(data: Path, size: str, characters: int) -> None:
    """Measure, and print the figures as JSON."""
    import django

    django.setup()
    from django.conf import settings

    from apercu.search.live import live
    from tests.bench import others
    from tests.samples.corpus import Corpus

    corpus = Corpus()
    mixed = _mixed(corpus.words)
    found: Figures = {}

    settings.SEARCH_MEANING, settings.SEARCH_IN_MEMORY = False, 0
    found["build"] = timed(live.rebuild)
    found["size"] = _bytes(data / "search", "engine/*") / characters
    words = _asker()
    found["words"], each = _spread(words, mixed)
    found["rare"], _each = _spread(words, corpus.queries(60, words=1, ranks=(5_000, 20_000)))
    common = corpus.queries(20, words=1, ranks=(100, 200))
    found["common"], _each = _spread(words, common)

    settings.SEARCH_MEANING = True
    found["build_with_vectors"] = timed(live.rebuild)
    found["vectors"] = _bytes(data / "search", "vectors.bin") / 1e6
    found["fused"], _each = _spread(_asker(), mixed)
    if size == "large":
        fts5 = others.fts5(data)
        found["fts5"], theirs = _spread(fts5, mixed)
        found["fts5_ratio"] = percentile([b / a for a, b in zip(each, theirs, strict=True)], 0.5)
        found |= _served(data, mixed)
    else:
        wagtail = others.wagtail()
        rare = corpus.queries(5, words=1, ranks=(5_000, 20_000))
        found["wagtail_rare"] = _spread(wagtail, rare)[0][0]
        found["wagtail_common"] = _spread(wagtail, common[:5])[0][0]
    print(json.dumps(found))  # noqa: T201 read by the process that started this one


def _mixed(words: Sequence[str]) -> list[str]:
    """Queries of one to three words, from the very common to the rare: ranks spread evenly over their logarithm."""
    chance = random.Random(11)
    return [
        " ".join(words[int(5 * 4_000 ** chance.random())] for _ in range(chance.randint(1, 3)))
        for _ in range(QUERIES)
    ]


def _asker() -> Callable[[str], int]:
    from apercu.search import searching
    from apercu.search.searching import Request

    def ask(text: str) -> int:
        return searching.search(Request(text=text), find_terms=lambda _name, _value: ()).total

    return ask


def _spread(ask: Callable[[str], int], queries: Iterable[str]) -> tuple[tuple[float, float], list[float]]:
    """Seconds at p50 and p95, and of each query; one is asked before, so that files are open and code is warm."""
    asked = list(queries)
    for text in asked[:10]:
        ask(text)
    each = [timed(lambda text=text: ask(text)) for text in asked]  # type: ignore[misc]
    return (percentile(each, 0.5), percentile(each, 0.95)), each


def _bytes(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(f"g-*/{pattern}"))


def _served(data: Path, queries: Sequence[str]) -> Figures:
    """Whole pages of a real server, its memory afterwards, and how soon it finds what another process publishes."""
    with served(data, APERCU_SEARCH_IN_MEMORY="0") as site:
        http = site.connection()
        found = {"http": _spread(lambda text: _get(http, f"/summaries/?q={quote_plus(text)}"), queries)[0]}
        own, shared = _memory(site.pid)
        return {**found, "memory": own + shared, "own_memory": own, "publish": _published(http)}


def _get(http: HTTPConnection, path: str) -> int:
    return len(get(http, path))


def _memory(server: int) -> tuple[float, float]:
    """Megabytes of the worker, the heaviest of the tree: its own, and files it shares with others."""
    tree = weigh(server)
    worker = max(tree, key=lambda pid: tree[pid])
    status = Path(f"/proc/{worker}/status").read_text()
    kilobytes = {
        line.split(":")[0]: int(line.split()[1]) for line in status.splitlines() if line.startswith("Rss")
    }
    return kilobytes["RssAnon"] / 1024, (kilobytes["RssFile"] + kilobytes["RssShmem"]) / 1024


def _published(http: HTTPConnection) -> float:
    """Seconds from the commit of a publication here until the server finds it."""
    from tests.builders import make_article, make_summary

    article = make_article(doi="10.5555/xylophones")  # the archive has summaries of this builder's already
    make_summary(title="Xylophones in the consulting room", articles=[article])
    started = time.perf_counter()
    while True:
        http.request("GET", "/api/v1/search?q=xylophones")
        if json.load(http.getresponse())["total"]:
            return time.perf_counter() - started
        assert time.perf_counter() - started < 60


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
