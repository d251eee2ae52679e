"""OpenAlex's singletons, https://api.openalex.org/works/doi:… or /works/pmid:…: free, also without a key."""

from __future__ import annotations

from urllib.parse import quote

from apercu.citations.identifiers import normalise_issn, normalise_orcid
from apercu.citations.identifying import Identifiers
from apercu.citations.reference import PartialDate, Reference
from apercu.fetching import Reply
from apercu.lookup.answers import Answer, Notice, NoticeKind, Stage, told_by
from apercu.lookup.dates import from_iso
from apercu.lookup.locators import read_pages
from apercu.lookup.names import in_natural_order, out_of_capitals
from apercu.lookup.plain_text import plain, read_title
from apercu.lookup.questions import Question
from apercu.lookup.replies import Record, json_object, record, records, text, texts
from apercu.lookup.settings import LookupSettings
from apercu.lookup.unanswered import OtherArticle, Unreadable

SERVICE = "openalex"

_TYPES = {
    "article": "article-journal",
    "review": "article-journal",
    "editorial": "article-journal",
    "letter": "article-journal",
    "erratum": "article-journal",
    "retraction": "article-journal",
    "preprint": "article",
    "book": "book",
    "book-chapter": "chapter",
    "dissertation": "thesis",
    "report": "report",
    "dataset": "dataset",
    "reference-entry": "entry",
}
_LONGEST_ABSTRACT = 10_000  # words: a position beyond that is a mistake, or an attempt to fill memory


def can_ask(identifiers: Identifiers) -> bool:
    """Whether OpenAlex has a free look-up for what is known."""
    return bool(identifiers.doi or identifiers.pmid)


def question(identifiers: Identifiers, settings: LookupSettings) -> Question:
    """What OpenAlex knows of an article."""
    name = f"doi:{identifiers.doi}" if identifiers.doi else f"pmid:{identifiers.pmid}"
    return Question(
        url=f"{settings.openalex_address}/works/{quote(name, safe=':/;()')}",
        params={"api_key": settings.openalex_key} if settings.openalex_key else {},
    )


def read(reply: Reply, *, asked: Identifiers) -> Answer:
    """The answer in a reply to a single work."""
    work = json_object(reply)
    if not text(work, "id"):
        raise Unreadable("no id")
    title = read_title(text(work, "title") or text(work, "display_name"))
    people = records(work, "authorships")
    names, were_in_capitals = out_of_capitals(
        [in_natural_order(_displayed(one)) for one in people if _displayed(one)]
    )
    orcids = tuple(normalise_orcid(text(record(one, "author"), "orcid")) for one in people if _displayed(one))
    place = record(work, "biblio")
    pages, number = read_pages(_pages(place))
    location = record(work, "primary_location")
    source = record(location, "source")
    identifiers = _identifiers(work)
    _check(asked, identifiers)
    is_journal = text(source, "type") in {"", "journal"}
    reference = Reference(
        type=_TYPES.get(text(work, "type"), "document"),
        title=title.text,
        authors=names,
        container_title=plain(text(source, "display_name")) if is_journal else "",
        publisher="" if is_journal else plain(text(source, "display_name")),
        volume=text(place, "volume"),
        issue=text(place, "issue"),
        pages=pages,
        number=number,
        issued=_issued(work),
        doi=identifiers.doi,
        pmid=identifiers.pmid,
    )
    is_retracted = work.get("is_retracted") is True or title.is_retracted
    caveats = {"title-in-capitals": title.was_in_capitals, "names-in-capitals": were_in_capitals}
    return Answer(
        service=SERVICE,
        reference=reference,
        identifiers=identifiers,
        abstract=_abstract(record(work, "abstract_inverted_index")),
        orcids=orcids if any(orcids) else (),
        issns=tuple(
            dict.fromkeys(
                filter(None, map(normalise_issn, (*texts(source, "issn_l"), *texts(source, "issn"))))
            )
        ),
        language=text(work, "language"),
        stage=_stage(work, reference),
        notices=(Notice(kind=NoticeKind.RETRACTION, sources=(SERVICE,)),) if is_retracted else (),
        caveats=tuple(code for code, applies in caveats.items() if applies),
        **told_by(reply),
    )


def _check(asked: Identifiers, told: Identifiers) -> None:
    """Some works of OpenAlex unite two: a classic paper under the DOI of a repost."""
    for name in ("doi", "pmid"):
        ours, theirs = getattr(asked, name), getattr(told, name)
        if ours and theirs and ours != theirs:
            raise OtherArticle(f"{name}={theirs}")


def _displayed(authorship: Record) -> str:
    return text(record(authorship, "author"), "display_name") or text(authorship, "raw_author_name")


def _identifiers(work: Record) -> Identifiers:
    ids = record(work, "ids")
    return Identifiers(
        doi=text(work, "doi") or text(ids, "doi"),
        pmid=text(ids, "pmid"),
        pmcid=text(ids, "pmcid"),
        openalex=text(work, "id").rpartition("/")[2],
    )


def _pages(place: Record) -> str:
    first, last = text(place, "first_page"), text(place, "last_page")
    return f"{first}-{last}" if last and first != last else first


def _issued(work: Record) -> PartialDate | None:
    """The first day of a year stands for the year: OpenAlex gives whole dates only."""
    told = text(work, "publication_date")
    if not told or told.endswith("-01-01"):
        return from_iso(text(work, "publication_year") or told[:4])
    return from_iso(told)


def _stage(work: Record, reference: Reference) -> Stage:
    if text(work, "type") == "preprint":
        return Stage.PREPRINT
    return Stage.FINAL if reference.volume and (reference.pages or reference.number) else Stage.UNKNOWN


def _abstract(index: Record) -> str:
    """The text an inverted index was made of."""
    words: dict[int, str] = {}
    for word, positions in index.items():
        for position in positions if isinstance(positions, list) else ():
            if isinstance(position, int) and 0 <= position < _LONGEST_ABSTRACT:
                words[position] = word
    return plain(" ".join(words[position] for position in sorted(words)))
