"""What the API answers to a search, and to somebody who is still typing."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

from apercu import querylang
from apercu.content import addresses as paths
from apercu.content.models import Topic
from apercu.reading import addresses, asking, finding, texts
from apercu.reading.api import describing, places, records, schemas
from apercu.reading.api.asking import SearchAsked
from apercu.reading.api.paging import DamagedCursor
from apercu.reading.asking import Asked
from apercu.reading.terms import Terms, terms
from apercu.search import suggesting
from apercu.search.facets import Facets
from apercu.search.marking import Pieces
from apercu.search.words.folding import folded

DEEPEST = 10_000  # results that can be read to
TOPICS = 3  # suggested at most
_NAME = "search"  # stands in its cursors, so that it takes no other list's


def results(asked: SearchAsked) -> tuple[schemas.SearchResults, str | None]:
    """A part of what is found, without the address of the rest, and the cursor of that."""
    chosen = records.choices(topic=asked.topic, type=asked.type, year=asked.year)
    words = asking.read({asking.TEXT: [asked.q]})
    wanted = replace(chosen, text=words.text).sorted_by(asked.sort or "")
    offset = _offset(asked.cursor)
    found = finding.find_part(wanted, offset=offset, limit=min(asked.limit, DEEPEST - offset))
    end = offset + asked.limit
    corrected = found.understood.corrected if found.understood else ()
    return (
        schemas.SearchResults(
            total=found.total,
            items=[_match(hit) for hit in found.hits],
            close=[_match(hit) for hit in found.close],
            counts=_counts(found.counted or Facets(), terms()),
            corrected=[schemas.TakenFor(typed=one.typed, taken=one.taken) for one in corrected],
            next=None,
        ),
        _cursor(end) if end < min(found.total, DEEPEST) else None,
    )


def suggestions(typed: str) -> schemas.Suggestions:
    """What may be meant by what was typed so far."""
    text = querylang.plain(typed[: querylang.LONGEST])
    found = suggesting.suggest(text)
    return schemas.Suggestions(
        topics=[_topic(topic) for topic in _topics(text)],
        titles=[
            schemas.TitleSuggestion(
                slug=one.slug,
                title="".join(piece.text for piece in one.title),
                language=one.language,
                pages=places.pages(paths.summary(one.slug)),
            )
            for one in found.titles
        ],
        authors=[_author(name) for name in found.authors],
    )


def _match(hit: finding.Hit) -> schemas.Match:
    listed = hit.listed
    return schemas.Match(
        summary=describing.summary_link(listed),
        gist=listed.gist,
        month=f"{listed.month:%Y-%m}" if listed.month else None,
        topics=describing.topic_links(listed.topics),
        types=describing.type_links(listed.types),
        title_html=_marked(hit.title),
        gist_html=_marked(hit.gist),
        passage_html=_marked(hit.passage),
        article_html=_marked(hit.article),
    )


def _marked(pieces: Pieces) -> str:
    """The pieces as HTML; nothing where none is marked."""
    return texts.marked(pieces) if any(piece.is_marked for piece in pieces) else ""


def _counts(counted: Facets, known: Terms) -> schemas.Counts:
    def of(found: dict[int, int], every: tuple[Topic, ...] | tuple[object, ...]) -> list[schemas.TermCount]:
        return [
            schemas.TermCount(slug=term.slug, count=found[term.pk])  # type: ignore[attr-defined]
            for term in every
            if found.get(term.pk)  # type: ignore[attr-defined]
        ]

    return schemas.Counts(
        topics=of(counted.topics, known.topics),
        types=of(counted.types, known.types),
        years=[
            schemas.YearCount(year=year, count=n) for year, n in sorted(counted.years.items(), reverse=True)
        ],
    )


def _topics(text: str) -> list[Topic]:
    """Topics of which a word of a name or alias begins so, those whose name does first."""
    begun = folded(text)
    if len(begun) < suggesting.SHORTEST:
        return []
    ranked = []
    for topic in terms().topics:
        names = [folded(name) for name in (topic.name_en, topic.name_fr)]
        aliases = [folded(str(alias)) for alias in topic.aliases]
        if any(_begins(name, begun) for name in names):
            ranked.append((0, topic))
        elif any(_begins(alias, begun) for alias in aliases):
            ranked.append((1, topic))
    return [topic for _rank, topic in sorted(ranked, key=lambda one: one[0])][:TOPICS]


def _begins(name: str, begun: str) -> bool:
    return name.startswith(begun) or f" {begun}" in name


def _topic(topic: Topic) -> schemas.TopicSuggestion:
    return schemas.TopicSuggestion(
        slug=topic.slug, name=describing.name_of(topic), pages=places.pages(paths.topic(topic.slug))
    )


def _author(name: str) -> schemas.AuthorSuggestion:
    asked = Asked(text=f'author:"{name}"')
    return schemas.AuthorSuggestion(name=name, pages=places.pages(addresses.browse(asked)))


def _offset(cursor: str | None) -> int:
    """How many results a cursor skips; DamagedCursor where it is none of ours."""
    if cursor is None:
        return 0
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        name, offset = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError) as error:
        raise DamagedCursor from error
    if name != _NAME or type(offset) is not int or not 0 < offset < DEEPEST or _cursor(offset) != cursor:
        raise DamagedCursor
    return offset


def _cursor(offset: int) -> str:
    written = json.dumps([_NAME, offset], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")
