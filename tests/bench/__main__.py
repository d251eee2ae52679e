"""`make bench`: measure ours, all of it or the parts named, and write their sections of docs/benchmarks.md."""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from collections.abc import Callable, Sequence
from functools import cached_property

from tests.bench import document, exporting, growth, importing, mailing, pages, relevance, search, serving
from tests.bench.archives import Archives
from tests.bench.document import Section
from tests.bench.load import client

SIZES = (500, 5_000, 100_000)
SERVED = 5_000  # the size that the bounds on serving are about
SMALL = 300  # for a try: everything is measured, nothing is written


class Run:
    """One run: parts that need the same figures measure them once."""

    def __init__(self, archives: Archives, sizes: Sequence[int]) -> None:
        self.archives = archives
        self.sizes = sizes
        self._served: dict[int, serving.Figures] = {}

    @cached_property
    def pages(self) -> dict[int, pages.Kinds]:
        return {size: pages.measure(self.archives, size) for size in self.sizes}

    def served(self, size: int) -> serving.Figures:
        """The figures of serving one size."""
        if size not in self._served:
            self._served[size] = serving.measure(self.archives, size)
        return self._served[size]


def _pages(run: Run) -> Section:
    return pages.section(run.pages)


def _search(run: Run) -> Section:
    sizes = (SMALL, 2 * SMALL) if run.sizes == (SMALL,) else (search.SMALL, search.LARGE)
    return search.section(run.archives, sizes=sizes)


def _warm(run: Run) -> Section:
    size = SERVED if SERVED in run.sizes else run.sizes[0]
    return serving.section(run.served(size), size)


def _growth(run: Run) -> Section:
    return growth.section(run.pages, {size: run.served(size) for size in run.sizes})


def _exporting(run: Run) -> Section:
    return exporting.section(run.archives, SMALL if run.sizes == (SMALL,) else exporting.SIZE)


def _mailing(run: Run) -> Section:
    return mailing.section(SMALL if run.sizes == (SMALL,) else mailing.SIZE)


PARTS: dict[str, tuple[str, Callable[[Run], Section]]] = {
    "relevance": ("how well the relevance set is answered", lambda _run: relevance.section()),
    "importing": ("reading pages and importing 10,000", lambda _run: importing.section()),
    "pages": ("cold pages of every kind at three sizes", _pages),
    "warm": ("serving: warm page, start, publishing, memory at 5,000", _warm),
    "growth": ("pages and serving at 500, 5,000 and 100,000 in one table", _growth),
    "exporting": ("the site as files at 10,000: whole, and after one publication", _exporting),
    "mailing": ("sending to 100,000: the list, one worker, two, beside send_mail", _mailing),
    "search": ("search at 10,000 and 100,000, beside FTS5 and Wagtail's", _search),
}  # fmt: skip


def main(arguments: Sequence[str]) -> None:
    """Measure the parts named, or all, and write each when it is done: a run that is cut short keeps what it has."""
    asked = _parser().parse_args(arguments)
    command = f'make bench PARTS="{" ".join(asked.parts)}"' if asked.parts else "make bench"
    run_of = document.this_run(command, client(), on=datetime.datetime.now(tz=datetime.UTC).date())
    with Archives() as archives:
        run = Run(archives, (SMALL,) if asked.small else SIZES)
        for name in asked.parts or PARTS:
            _what, measure = PARTS[name]
            started = time.perf_counter()
            section = measure(run)
            if not asked.small:
                document.write([section], run=run_of)
            _say(f"\n## {section.title} ({time.perf_counter() - started:.0f} s)\n")
            _say("\n".join(section.lines))
    if asked.small:
        _say("\nA try with a small archive: nothing was written.")


def _parser() -> argparse.ArgumentParser:
    told = "\n".join(f"  {name:<10} {what}" for name, (what, _) in PARTS.items())
    parser = argparse.ArgumentParser(
        prog='make bench PARTS="..."',
        description=f"Measures ours and writes docs/benchmarks.md. The parts, all unless named:\n\n{told}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("parts", nargs="*", metavar="PART", type=_part, help="what to measure")
    parser.add_argument(
        "--small", action="store_true", help=f"archives of {SMALL} summaries, nothing written: a try"
    )
    return parser


def _part(name: str) -> str:
    if name not in PARTS:
        raise argparse.ArgumentTypeError(f"there is no part {name!r}; the parts are {', '.join(PARTS)}")
    return name


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
