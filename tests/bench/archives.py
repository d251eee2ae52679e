"""The archives a run measures on: one site of each size, made when first wanted and shared by every part.

A part that only reads, or publishes a few summaries anew, uses the site itself; one that fills the database
with things of its own takes a copy.
"""

from __future__ import annotations

import datetime
import shutil
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from tests.bench.measuring import empty_site, environment_of, in_a_process

SAMPLED = 41  # summaries whose citations are formatted, as on a site that has been up for a while
COMPLETE = 3  # summaries with all the gate asks for, which an editor can publish anew
TITLE = "A summary an editor publishes anew"
# Months as full as a digest's are. No archive goes back further than a hundred years, so that the months of
# a very large one are fuller: 83 summaries at 100,000.
A_MONTH = 4  # summaries
LONGEST = 100 * 12  # months
LATEST = datetime.date(2026, 7, 1)


class Archives:
    """Sites of any size, in a folder that goes when the run is over."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="apercu-bench-"))

    def __enter__(self) -> Archives:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def site(self, number: int) -> Path:
        """The data folder of a site with so many summaries, its search index built if it lies on disk."""
        data = self._folder / str(number)
        if not data.exists():
            environment = empty_site(data)
            said = in_a_process("tests.bench.archives", number, environment=environment)
            self._characters_of(data).write_text(said, "utf-8")
        return data

    def copy(self, number: int) -> Path:
        """A copy of it; whoever asks removes it."""
        original = self.site(number)
        return shutil.copytree(original, Path(tempfile.mkdtemp(dir=self._folder)) / "site")

    def characters(self, number: int) -> int:
        """How many characters of text its summaries have."""
        self.site(number)
        return int(self._characters_of(self._folder / str(number)).read_text("utf-8"))

    def environment(self, number: int) -> dict[str, str]:
        """The environment of commands of that site."""
        return environment_of(self.site(number))

    @staticmethod
    def _characters_of(data: Path) -> Path:
        return data.with_suffix(".characters")


def sampled(number: int) -> list[str]:
    """The slugs of summaries spread evenly over an archive of so many."""
    filled = number - COMPLETE
    return [f"summary-{filled * one // SAMPLED}" for one in range(SAMPLED)]


def months(number: int) -> list[datetime.date]:
    """The months of an archive of so many summaries, the oldest first."""
    many = min(LONGEST, max(1, -(-number // A_MONTH)))
    latest = LATEST.year * 12 + LATEST.month - 1
    return [datetime.date(month // 12, month % 12 + 1, 1) for month in range(latest - many + 1, latest + 1)]


# --- in the process of one site ---------------------------------------------------------------------------


def main(number: int) -> None:
    """Fill the site, and print how many characters of text it has."""
    import django

    django.setup()
    from django.conf import settings

    from apercu.search.live import live
    from tests.bench import archive
    from tests.builders import make_summary
    from tests.samples.corpus import Corpus

    characters = archive.fill(number - COMPLETE, Corpus())
    for one in range(COMPLETE):
        make_summary(title=f"{TITLE}, part {one + 1}")
    _format_citations(number)
    if number > settings.SEARCH_IN_MEMORY:
        live.rebuild()
    print(characters)  # noqa: T201 read by the process that started this one


def _format_citations(number: int) -> None:
    """Format those of a few summaries: all of a large archive would take an hour."""
    from apercu.content import changes, formatting
    from apercu.content.models import Article, Change, FollowerMark

    keys = Article.objects.filter(summary_articles__summary__slug__in=sampled(number)).values_list(
        "pk", flat=True
    )
    formatting.follow([Change(object_type="article", object_id=str(key)) for key in keys])
    FollowerMark.objects.update_or_create(name=formatting.NAME, defaults={"mark": changes.edition()})


if __name__ == "__main__":
    main(int(sys.argv[1]))
