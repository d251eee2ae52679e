from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a person asked of one run."""

    kind: str | None = None
    topics: tuple[str, ...] = ()  # the filter under which the pages were captured
    types: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    language: str = ""
    month_teaser: str = ""  # whose teaser the page's header carries: "2021-06"
    uploads: str = ""  # the folder of a blog's images; otherwise one beside the file
    dry_run: bool = False
    publish: bool = False
    legacy: bool = True  # imported entries pass the gate with warnings; the sample does not need that
    sample: bool = False
