"""Europe PMC's REST search, core results as JSON: one request by DOI, PubMed number or PMC number."""

from __future__ import annotations

from collections.abc import Iterator

from apercu.citations.identifiers import normalise_issn, normalise_orcid
from apercu.citations.identifying import Identifiers
from apercu.citations.reference import Name, Reference
from apercu.fetching import Reply
from apercu.lookup.answers import Answer, Link, Notice, NoticeKind, Stage, told_by
from apercu.lookup.dates import from_iso, from_medline
from apercu.lookup.journals import journal_name
from apercu.lookup.locators import read_pages
from apercu.lookup.names import group, out_of_capitals, person
from apercu.lookup.notices import united
from apercu.lookup.plain_text import plain, plain_paragraphs, read_title
from apercu.lookup.questions import Question
from apercu.lookup.replies import Record, json_object, record, records, text, texts
from apercu.lookup.settings import LookupSettings
from apercu.lookup.unanswered import NotFound, Unreadable

SERVICE = "europepmc"

_NOTICES = {
    "retraction in": NoticeKind.RETRACTION,
    "retracted and republished in": NoticeKind.RETRACTION,
    "expression of concern in": NoticeKind.CONCERN,
    "erratum in": NoticeKind.CORRECTION,
    "corrected and republished in": NoticeKind.CORRECTION,
    "update in": NoticeKind.NEW_VERSION,
}
_ABOUT = frozenset({"retraction of", "expression of concern for", "erratum for"})
_LINKS = {"preprint in": "has-preprint", "preprint of": "is-preprint-of"}


def can_ask(identifiers: Identifiers) -> bool:
    """Whether Europe PMC has a look-up for what is known."""
    return bool(identifiers.doi or identifiers.pmid or identifiers.pmcid)


def question(identifiers: Identifiers, settings: LookupSettings) -> Question:
    """What Europe PMC knows of an article, by its surest identifier."""
    return Question(
        url=f"{settings.europepmc_address}/search",
        params={"query": query(identifiers), "resultType": "core", "format": "json", "pageSize": "5"},
    )


def query(identifiers: Identifiers) -> str:
    """The question in Europe PMC's language: by DOI or number, for older records have no DOI there.

    `EXT_ID` alone would also find other sources' numbers.
    """
    ways = []
    if identifiers.doi:
        quoted = identifiers.doi.replace("\\", "\\\\").replace('"', '\\"')
        ways.append(f'DOI:"{quoted}"')
    if identifiers.pmid:
        ways.append(f"(EXT_ID:{identifiers.pmid} AND SRC:MED)")
    return " OR ".join(ways) or f"PMCID:{identifiers.pmcid}"


def read(reply: Reply, *, asked: Identifiers) -> Answer:
    """The answer in a reply: of the results the one that was asked for, from PubMed where there are two."""
    found = json_object(reply)
    if "resultList" not in found:
        raise Unreadable("no resultList")
    results = [one for one in records(record(found, "resultList"), "result") if _is(one, asked)]
    if not results:
        raise NotFound(f"hits={text(found, 'hitCount')}")
    result = min(
        results,
        key=lambda one: (
            _identifiers(one).doi != asked.doi,
            text(one, "source") != "MED",
            text(one, "id"),
        ),
    )
    return _answer(result, reply)


def _is(result: Record, asked: Identifiers) -> bool:
    told = _identifiers(result)
    if asked.doi and told.doi:  # a record with another DOI is another work, whatever its number
        return told.doi == asked.doi
    if asked.pmid:
        return told.pmid == asked.pmid
    return not asked.doi and told.pmcid == asked.pmcid


def _identifiers(result: Record) -> Identifiers:
    return Identifiers(doi=text(result, "doi"), pmid=text(result, "pmid"), pmcid=text(result, "pmcid"))


def _answer(result: Record, reply: Reply) -> Answer:
    identifiers = _identifiers(result)
    title = read_title(text(result, "title"))
    people = records(record(result, "authorList"), "author")
    names, were_in_capitals = out_of_capitals([_name(author) for author in people])
    orcids = tuple(_orcid(author) for author in people)
    info = record(result, "journalInfo")
    journal = record(info, "journal")
    pages, number = read_pages(text(result, "pageInfo"))
    types = {one.lower() for one in texts(record(result, "pubTypeList"), "pubType")}
    is_preprint = text(result, "source") == "PPR" or "preprint" in types
    about = tuple(_notice_about(result))
    reference = Reference(
        type="article" if is_preprint else "article-journal",
        title=title.text,
        authors=names,
        container_title=journal_name(text(journal, "title")),
        publisher=plain(text(record(result, "bookOrReportDetails"), "publisher")) if is_preprint else "",
        volume=text(info, "volume"),
        issue=text(info, "issue"),
        pages=pages,
        number=number,
        issued=from_medline(text(info, "dateOfPublication"))
        or from_iso(text(info, "printPublicationDate"))
        or from_iso(text(result, "pubYear")),
        doi=identifiers.doi,
        pmid=identifiers.pmid,
    )
    is_retracted = not about and ("retracted publication" in types or title.is_retracted)
    caveats = {"title-in-capitals": title.was_in_capitals, "names-in-capitals": were_in_capitals}
    return Answer(
        service=SERVICE,
        reference=reference,
        identifiers=identifiers,
        abstract=plain_paragraphs(text(result, "abstractText")),
        orcids=orcids if any(orcids) else (),
        issns=tuple(
            dict.fromkeys(filter(None, (normalise_issn(text(journal, key)) for key in ("issn", "essn"))))
        ),
        short_container_title=text(journal, "isoabbreviation") or text(journal, "medlineAbbreviation"),
        language=text(result, "language"),
        online=from_iso(text(result, "electronicPublicationDate") or text(result, "firstPublicationDate")),
        stage=_stage(reference, is_preprint=is_preprint),
        notices=united(_notices(result, is_retracted=is_retracted)),
        notice_about=about,
        links=tuple(_links(result)),
        caveats=tuple(code for code, applies in caveats.items() if applies),
        **told_by(reply),
    )


def _name(author: Record) -> Name:
    if collective := text(author, "collectiveName"):
        return group(collective)
    family = text(author, "lastName")
    if not family:
        family, _, initials = text(author, "fullName").rpartition(" ")
        return person(family=family, given=initials) if family else group(initials)
    return person(family=family, given=text(author, "firstName") or text(author, "initials"))


def _orcid(author: Record) -> str:
    told = record(author, "authorId")
    return normalise_orcid(text(told, "value")) if text(told, "type").upper() == "ORCID" else ""


def _stage(reference: Reference, *, is_preprint: bool) -> Stage:
    if is_preprint:
        return Stage.PREPRINT
    placed = reference.volume and (reference.issue or reference.pages or reference.number)
    return Stage.FINAL if placed else Stage.UNKNOWN


def _corrections(result: Record) -> tuple[Record, ...]:
    return records(record(result, "commentCorrectionList"), "commentCorrection")


def _pmid(told: Record) -> str:
    return text(told, "id") if text(told, "source") == "MED" else ""


def _notices(result: Record, *, is_retracted: bool) -> Iterator[Notice]:
    for told in _corrections(result):
        if kind := _NOTICES.get(text(told, "type").lower()):
            _journal, _, rest = text(told, "reference").partition(". ")
            yield Notice(kind=kind, pmid=_pmid(told), date=from_medline(rest), sources=(SERVICE,))
    if is_retracted:
        yield Notice(kind=NoticeKind.RETRACTION, sources=(SERVICE,))


def _notice_about(result: Record) -> Iterator[str]:
    for told in _corrections(result):
        if text(told, "type").lower() in _ABOUT:
            pmid = _pmid(told)
            yield f"PMID:{pmid}" if pmid else text(told, "reference")


def _links(result: Record) -> Iterator[Link]:
    """Europe PMC ties preprints to articles by title and first author: "probably", as its own note says."""
    for told in _corrections(result):
        kind = _LINKS.get(text(told, "type").lower())
        identifiers = Identifiers(pmid=_pmid(told))
        if kind and not identifiers and text(told, "source") == "PPR":
            continue  # a number of Europe PMC's own, which nobody else can look up
        if kind and identifiers:
            yield Link(kind=kind, identifiers=identifiers, is_certain=False, source=SERVICE)
