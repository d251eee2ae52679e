"""Crossref's REST API: https://api.crossref.org/works/{doi} (CrossRef/rest-api-doc, api_format.md)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from apercu.citations.identifiers import normalise_doi, normalise_issn, normalise_orcid
from apercu.citations.identifying import Identifiers
from apercu.citations.reference import Name, Reference
from apercu.fetching import Reply
from apercu.lookup.answers import ADVANCE_ONLINE, Answer, Link, Notice, NoticeKind, Stage, told_by
from apercu.lookup.dates import from_parts
from apercu.lookup.locators import read_pages
from apercu.lookup.names import group, out_of_capitals, person
from apercu.lookup.notices import united
from apercu.lookup.plain_text import plain, plain_paragraphs, read_title
from apercu.lookup.questions import Question
from apercu.lookup.replies import Record, json_object, record, records, text, texts
from apercu.lookup.settings import LookupSettings
from apercu.lookup.unanswered import Unreadable

SERVICE = "crossref"

_KINDS = {
    "retraction": NoticeKind.RETRACTION,
    "withdrawal": NoticeKind.RETRACTION,
    "removal": NoticeKind.RETRACTION,
    "partial_retraction": NoticeKind.PARTIAL_RETRACTION,
    "expression_of_concern": NoticeKind.CONCERN,
    "correction": NoticeKind.CORRECTION,
    "erratum": NoticeKind.CORRECTION,
    "corrigendum": NoticeKind.CORRECTION,
    "addendum": NoticeKind.ADDENDUM,
    "clarification": NoticeKind.ADDENDUM,
    "new_version": NoticeKind.NEW_VERSION,
    "new_edition": NoticeKind.NEW_VERSION,
}
_TYPES = {
    "journal-article": "article-journal",
    "posted-content": "article",
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "reference-entry": "entry",
    "proceedings-article": "paper-conference",
    "dissertation": "thesis",
    "report": "report",
    "dataset": "dataset",
    "peer-review": "review",
    "component": "document",
}


def can_ask(identifiers: Identifiers) -> bool:
    """Whether Crossref has a look-up for what is known."""
    return bool(identifiers.doi)


def question(identifiers: Identifiers, settings: LookupSettings) -> Question:
    """What Crossref knows of a DOI."""
    return Question(
        url=f"{settings.crossref_address}/works/{quote(identifiers.doi, safe='')}",
        params=polite(settings),
        headers=token(settings),
    )


def polite(settings: LookupSettings) -> dict[str, str]:
    """What puts us into the polite pool."""
    return {"mailto": settings.mailto} if settings.mailto else {}


def token(settings: LookupSettings) -> dict[str, str]:
    """What puts us into the Plus pool."""
    if not settings.crossref_token:
        return {}
    return {"Crossref-Plus-API-Token": f"Bearer {settings.crossref_token}"}


def read(reply: Reply, *, asked: Identifiers) -> Answer:  # noqa: ARG001 - a DOI may be an alias of the one told
    """The answer in a reply to a single work."""
    message = json_object(reply).get("message")
    if not isinstance(message, dict):
        raise Unreadable("no message")
    return read_work(message, reply=reply)


def read_work(work: Record, *, reply: Reply) -> Answer:
    """The answer in one work of a reply."""
    doi = normalise_doi(text(work, "DOI"))
    if not doi:
        raise Unreadable("no DOI")
    title = read_title(text(work, "title"), subtitle=text(work, "subtitle"))
    names, were_in_capitals = out_of_capitals([_name(author) for author in records(work, "author")])
    pages, number = read_pages(text(work, "page"))
    number = text(work, "article-number") or number
    stage = _stage(work)
    about = _notice_about(work, doi)
    reference = Reference(
        type=_TYPES.get(text(work, "type"), "document"),
        title=title.text,
        authors=names,
        editors=tuple(_name(editor) for editor in records(work, "editor")),
        container_title=plain(text(work, "container-title")),
        publisher=plain(text(work, "publisher")),
        publisher_place=plain(text(work, "publisher-location")),
        edition=text(work, "edition-number"),
        volume=text(work, "volume"),
        issue=text(work, "issue"),
        pages="" if pages == number else pages,
        number=number,
        issued=from_parts(work, "published-print")
        or from_parts(record(work, "journal-issue"), "published-print")
        or from_parts(work, "published-online")
        or from_parts(work, "published")
        or from_parts(work, "issued"),
        status=ADVANCE_ONLINE if stage is Stage.AHEAD_OF_PRINT else "",
        doi=doi,
    )
    caveats = {"title-in-capitals": title.was_in_capitals, "names-in-capitals": were_in_capitals}
    orcids = tuple(normalise_orcid(text(author, "ORCID")) for author in records(work, "author"))
    return Answer(
        service=SERVICE,
        reference=reference,
        identifiers=Identifiers(doi=doi),
        abstract=plain_paragraphs(text(work, "abstract")),
        orcids=orcids if any(orcids) else (),
        issns=tuple(dict.fromkeys(filter(None, map(normalise_issn, texts(work, "ISSN"))))),
        short_container_title=plain(text(work, "short-container-title")),
        language=text(work, "language"),
        online=from_parts(work, "published-online"),
        stage=stage,
        notices=united(_notices(work, doi, is_retracted=title.is_retracted and not about)),
        notice_about=about,
        links=tuple(_links(work)),
        caveats=tuple(code for code, applies in caveats.items() if applies),
        **told_by(reply),
    )


def _name(author: Record) -> Name:
    if not text(author, "family"):
        return group(text(author, "name") or text(author, "given"))
    return person(family=text(author, "family"), given=text(author, "given"), suffix=text(author, "suffix"))


def _stage(work: Record) -> Stage:
    """Advance online is an article online that has no place in the journal yet; no event ends it."""
    if text(work, "type") == "posted-content":
        return Stage.PREPRINT
    if text(work, "type") != "journal-article":
        return Stage.UNKNOWN
    if any(text(work, key) for key in ("volume", "page", "article-number")):
        return Stage.FINAL
    return Stage.AHEAD_OF_PRINT if from_parts(work, "published-online") else Stage.UNKNOWN


def _notices(work: Record, doi: str, *, is_retracted: bool) -> Iterator[Notice]:
    """What was deposited about this work: by the notices, by its publisher, in its title."""
    for update in records(work, "updated-by"):
        if kind := _KINDS.get(text(update, "type")):
            notice = normalise_doi(text(update, "DOI"))
            yield Notice(
                kind=kind,
                doi="" if notice == doi else notice,  # some publishers point from the work to itself
                date=from_parts(update, "updated"),
                sources=_sources(update),
            )
    for update in records(work, "update-to"):
        if (kind := _KINDS.get(text(update, "type"))) and normalise_doi(text(update, "DOI")) == doi:
            yield Notice(kind=kind, date=from_parts(update, "updated"), sources=_sources(update))
    for related in records(record(work, "relation"), "is-retracted-by"):
        yield Notice(kind=NoticeKind.RETRACTION, doi=normalise_doi(text(related, "id")), sources=(SERVICE,))
    if is_retracted:
        yield Notice(kind=NoticeKind.RETRACTION, sources=(SERVICE,))


def _notice_about(work: Record, doi: str) -> tuple[str, ...]:
    """The works this one is a notice about."""
    about = (
        normalise_doi(text(update, "DOI"))
        for update in records(work, "update-to")
        if text(update, "type") in _KINDS
    )
    return tuple(dict.fromkeys(other for other in about if other and other != doi))


def _sources(update: Record) -> tuple[str, ...]:
    """Who says so; Retraction Watch's records are Crossref's too since 2023."""
    return (SERVICE, "retraction-watch") if text(update, "source") == "retraction-watch" else (SERVICE,)


def _links(work: Record) -> Iterator[Link]:
    for kind in ("has-preprint", "is-preprint-of"):
        for related in records(record(work, "relation"), kind):
            is_arxiv = text(related, "id-type") == "arxiv"
            name = text(related, "id")
            identifiers = Identifiers(arxiv=name) if is_arxiv else Identifiers(doi=name)
            if identifiers:
                yield Link(kind=kind, identifiers=identifiers, source=SERVICE)
