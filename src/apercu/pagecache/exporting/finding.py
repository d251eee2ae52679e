"""The search index of an export: Pagefind's, one for each language in which summaries are written.

Its names differ from one run to the next and it cannot be added to, so it is made whole, and only where
something that can be searched has changed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from apercu.content.models import ResearchType, Summary, SummaryArticle, Topic
from apercu.content.queries import public_summaries
from apercu.pagecache.exporting.facts import terms_of
from apercu.pagecache.exporting.folder import CannotExport
from apercu.pagecache.exporting.indexer import Indexer
from apercu.sources.cleaning import text_of

PLACE = "static/pagefind"
LANGUAGES = "languages.json"  # which indexes there are
# What Pagefind writes for a search page of its own; ours needs none of it.
_UNUSED = ("pagefind-*ui*", "pagefind-highlight.js", "pagefind-worker.js")


class Entry(NamedTuple):
    """A summary as Pagefind takes it."""

    url: str
    language: str
    content: str
    meta: dict[str, str]
    filters: dict[str, list[str]]
    sort: dict[str, str]


def entries() -> list[Entry]:
    """Every public summary, the newest first."""
    topics = _named(terms_of(Summary.topics.through, "topic_id"), Topic)
    types = _named(terms_of(Summary.types.through, "researchtype_id"), ResearchType)
    articles = _articles()
    columns = ("pk", "slug", "language", "title", "gist", "implications", "body", "printed_citation", "dated",
               "digest__month", "digest__live", "studies_count", "participants_count")  # fmt: skip
    rows = list(public_summaries().values_list(*columns))
    width = len(str(len(rows)))
    found = []
    for place, row in enumerate(rows):
        (
            key,
            slug,
            language,
            title,
            gist,
            implications,
            body,
            printed,
            dated,
            month,
            is_public,
            studies,
            people,
        ) = row
        about, years = articles.get(key, (printed, ""))
        texts = (title, gist, text_of(implications), text_of(body), about)
        meta = {"title": title, "slug": slug, "language": language, "place": f"{place:0{width}}"}
        known = {"gist": gist, "studies": studies, "people": people, "years": years}
        meta |= {name: str(value) for name, value in known.items() if value not in {None, ""}}
        if month and is_public:
            meta["month"] = f"{month:%Y-%m}"
        filters = {"topic": topics.get(key, []), "type": types.get(key, [])}
        if dated:
            filters["year"] = [str(dated.year)]
        found.append(
            Entry(
                url=f"/summaries/{slug}/",
                language=language,
                content=" ¶ ".join(filter(None, texts)),
                meta=meta,
                filters=filters,
                sort={"place": meta["place"]},
            )
        )
    return found


def digest_of(entries: list[Entry]) -> str:
    """What tells one set of entries from another."""
    return hashlib.blake2b(json.dumps(entries).encode(), digest_size=16).hexdigest()


def build(entries: list[Entry], folder: Path) -> None:
    """Write the indexes into a new folder; CannotExport where Pagefind fails."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    languages = sorted({one.language for one in entries})
    for language in languages:
        with Indexer(language) as index:
            index.add(_as_record(one) for one in entries if one.language == language)
            index.write(folder / language)
        if not (folder / language / "pagefind-entry.json").exists():
            raise CannotExport("The search index cannot be made: Pagefind wrote nothing; is the disk full?")
        for pattern in _UNUSED:
            for file in (folder / language).glob(pattern):
                file.unlink()
    (folder / LANGUAGES).write_text(json.dumps(languages), "utf-8")


def _as_record(entry: Entry) -> dict[str, Any]:
    said = entry._asdict()
    del said["language"]
    return said


def _named(terms: dict[int, list[int]], model: type[Topic] | type[ResearchType]) -> dict[int, list[str]]:
    slugs = dict(model._default_manager.values_list("pk", "slug"))
    return {summary: [slugs[term] for term in some] for summary, some in terms.items()}


def _articles() -> dict[int, tuple[str, str]]:
    """The articles of each summary as words (titles, authors, journals, DOIs), and their years."""
    found: dict[int, list[str]] = defaultdict(list)
    years: dict[int, set[int]] = defaultdict(set)
    rows = SummaryArticle.objects.filter(summary__live=True).order_by("summary_id", "sort_order")
    for key, title, authors, journal, doi, year in rows.values_list(
        "summary_id",
        "article__title",
        "article__authors",
        "article__container_title",
        "article__doi",
        "article__year",
    ):
        found[key].append(" ¶ ".join(filter(None, (title, *_people(authors), journal, doi))))
        if year:
            years[key].add(year)
    return {key: (" ¶ ".join(some), ", ".join(map(str, sorted(years[key])))) for key, some in found.items()}


def _people(authors: Any) -> Iterator[str]:
    for one in authors:
        if isinstance(one, dict):
            yield " ".join(str(one[part]) for part in ("given", "family", "literal") if one.get(part))
