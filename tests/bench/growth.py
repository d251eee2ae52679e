"""What it costs when the archive grows: the same figures at three sizes, from one run."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench.document import Section
from tests.bench.pages import ORM, SITEMAP_PART, Kinds
from tests.bench.serving import Figures

TEXT = """
Cold pages are those of the section on pages, the summary page and the slowest kind; the rest is measured as in the section on
serving, each size on a site of its own. Publishing is the median from the commit to an answer that shows it, on the node that
published and on another.
"""


def section(pages: Mapping[int, Kinds], serving: Mapping[int, Figures]) -> Section:
    """One row a size."""
    head = "| summaries | cold page: summary | slowest kind | warm page | p99 | publish: here, elsewhere | search page | memory | start |"
    lines = [head, "| --- " * 9 + "|"]
    for size, figures in serving.items():
        kinds = {kind: took for kind, took in pages[size].items() if kind not in (ORM, SITEMAP_PART)}
        slowest = max(kinds, key=lambda kind: kinds[kind])
        cells = [
            f"{size:,}",
            f"{kinds['summary']:.1f} ms",
            f"{kinds[slowest]:.1f} ms ({slowest})",
            f"{figures.warm.rate:,.0f}/s",
            f"{figures.warm.p99 * 1000:.1f} ms",
            f"{figures.here * 1000:.0f} ms, {figures.there * 1000:.0f} ms",
            f"{figures.search * 1000:.1f} ms",
            f"{sum(figures.memory):.0f} MB",
            f"{figures.started_in:.1f} s",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return Section(title="Cost as work grows", lines=[*lines, "", *TEXT.strip().splitlines()])
