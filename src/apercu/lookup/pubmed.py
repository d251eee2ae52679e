"""PubMed's efetch as XML (NCBI, pubmed_250101.dtd): one request by PubMed number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from apercu.citations.identifiers import find_dois, normalise_issn, normalise_orcid
from apercu.citations.identifying import Identifiers
from apercu.citations.reference import Name, PartialDate, Reference
from apercu.fetching import Reply
from apercu.lookup.answers import ADVANCE_ONLINE, Answer, Link, Notice, NoticeKind, Stage, told_by
from apercu.lookup.dates import from_medline, from_medline_parts
from apercu.lookup.journals import journal_name
from apercu.lookup.locators import read_pages
from apercu.lookup.names import group, out_of_capitals, person
from apercu.lookup.notices import united
from apercu.lookup.plain_text import Title, plain, read_title
from apercu.lookup.questions import Question
from apercu.lookup.replies import check_status
from apercu.lookup.settings import LookupSettings
from apercu.lookup.unanswered import NotFound, OtherArticle, Unreadable

SERVICE = "pubmed"

_NOTICES = {
    "RetractionIn": NoticeKind.RETRACTION,
    "RetractedandRepublishedIn": NoticeKind.RETRACTION,
    "ExpressionOfConcernIn": NoticeKind.CONCERN,
    "ErratumIn": NoticeKind.CORRECTION,
    "CorrectedandRepublishedIn": NoticeKind.CORRECTION,
    "UpdateIn": NoticeKind.NEW_VERSION,
}
_ABOUT = frozenset({"RetractionOf", "ExpressionOfConcernFor", "ErratumFor"})
_SOURCE_DATE = re.compile(r"\.\s*(\d{4}[^;:.]*)")  # "JAMA Psychiatry. 2020 Jul 1;77(7):768."
_LABELS_LEFT_OUT = frozenset({"", "unlabelled", "unassigned"})


def can_ask(identifiers: Identifiers) -> bool:
    """Whether one request will do: a DOI would first have to be searched for, and others know its number."""
    return bool(identifiers.pmid)


def question(identifiers: Identifiers, settings: LookupSettings) -> Question:
    """What PubMed knows of a PubMed number."""
    params = {"db": "pubmed", "id": identifiers.pmid, "retmode": "xml", "tool": settings.tool}
    if settings.mailto:
        params["email"] = settings.mailto
    if settings.ncbi_key:
        params["api_key"] = settings.ncbi_key
    return Question(url=f"{settings.pubmed_address}/efetch.fcgi", params=params)


def read(reply: Reply, *, asked: Identifiers) -> Answer:
    """The answer in a reply that holds one article."""
    check_status(reply)
    article = _parsed(reply.body).find("PubmedArticle")
    if article is None:
        raise NotFound("no article")
    citation, data = article.find("MedlineCitation"), article.find("PubmedData")
    work = citation.find("Article") if citation is not None else None
    pmid = _text(citation, "PMID")
    if citation is None or work is None or not pmid:
        raise Unreadable("no citation")
    if asked.pmid and pmid != asked.pmid:
        raise OtherArticle(f"pmid={pmid}")
    identifiers = Identifiers(pmid=pmid, doi=_doi(work, data), pmcid=_article_id(data, "pmc"))
    types = {_joined(one) for one in work.findall("PublicationTypeList/PublicationType")}
    title = _title(work)
    people = [author for author in work.findall("AuthorList/Author") if author.get("ValidYN") != "N"]
    names, were_in_capitals = out_of_capitals([_name(author) for author in people])
    orcids = tuple(_orcid(author) for author in people)
    authors_cut = work.find("AuthorList[@CompleteYN='N']") is not None
    issue = work.find("Journal/JournalIssue")
    pages, number = read_pages(_pages(work))
    about = tuple(_notice_about(citation))
    stage = _stage(data, issue, is_preprint="Preprint" in types)
    reference = Reference(
        type="article" if "Preprint" in types else "article-journal",
        title=title.text,
        authors=names,
        authors_cut=authors_cut,
        container_title=journal_name(_text(work, "Journal/Title")),
        volume=_text(issue, "Volume"),
        issue=_text(issue, "Issue"),
        pages=pages,
        number=number,
        issued=_issued(issue),
        status=ADVANCE_ONLINE if stage is Stage.AHEAD_OF_PRINT else "",
        doi=identifiers.doi,
        pmid=pmid,
    )
    caveats = {
        "title-in-capitals": title.was_in_capitals,
        "names-in-capitals": were_in_capitals,
        "authors-cut": authors_cut,
    }
    is_retracted = not about and ("Retracted Publication" in types or title.is_retracted)
    return Answer(
        service=SERVICE,
        reference=reference,
        identifiers=identifiers,
        abstract=_abstract(work),
        orcids=orcids if any(orcids) else (),
        issns=_issns(work, citation),
        short_container_title=_text(work, "Journal/ISOAbbreviation"),
        language=_text(work, "Language"),
        online=_electronic_date(work),
        stage=stage,
        notices=united(_notices(citation, is_retracted=is_retracted, is_preprint="Preprint" in types)),
        notice_about=about,
        links=tuple(_links(citation)) if "Preprint" in types else (),
        caveats=tuple(code for code, applies in caveats.items() if applies),
        **told_by(reply),
    )


def _parsed(body: bytes) -> Any:
    """The tree, with no entity expanded and nothing fetched; a text that declares entities is refused."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable("no XML") from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _entity in declared.iterentities()):
        raise Unreadable("entities")
    return root


def _text(of: Any, path: str) -> str:
    found = of.find(path) if of is not None else None
    return _joined(found)


def _joined(element: Any) -> str:
    """All text in an element, markup taken away: titles and abstracts have <i>, <b>, <sub>, <sup> inside."""
    return plain("".join(element.itertext())) if element is not None else ""


def _title(work: Any) -> Title:
    """The title in the article's own language, where it is told beside the translated one."""
    own = _text(work, "VernacularTitle")
    return read_title(own if own and _text(work, "Language") != "eng" else _text(work, "ArticleTitle"))


def _name(author: Any) -> Name:
    if collective := _text(author, "CollectiveName"):
        return group(collective)
    return person(
        family=_text(author, "LastName"),
        given=_text(author, "ForeName") or _text(author, "Initials"),
        suffix=_text(author, "Suffix"),
    )


def _orcid(author: Any) -> str:
    return normalise_orcid(_text(author, "Identifier[@Source='ORCID']"))


def _doi(work: Any, data: Any) -> str:
    for location in work.findall("ELocationID[@EIdType='doi']"):
        if location.get("ValidYN") != "N":
            return _joined(location)
    return _article_id(data, "doi")


def _article_id(data: Any, kind: str) -> str:
    return _text(data, f"ArticleIdList/ArticleId[@IdType='{kind}']")


def _pages(work: Any) -> str:
    start, end = _text(work, "Pagination/StartPage"), _text(work, "Pagination/EndPage")
    if start and end:
        return f"{start}-{end}"
    return _text(work, "Pagination/MedlinePgn") or start


def _issued(issue: Any) -> PartialDate | None:
    """The issue's date: never the first year in the record, which is that of its last revision."""
    if issue is None:
        return None
    if printed := _text(issue, "PubDate/MedlineDate"):
        return from_medline(printed)
    return from_medline_parts(*(_text(issue, f"PubDate/{part}") for part in ("Year", "Month", "Day")))


def _electronic_date(work: Any) -> PartialDate | None:
    date = work.find("ArticleDate[@DateType='Electronic']")
    if date is None:
        return None
    return from_medline_parts(*(_text(date, part) for part in ("Year", "Month", "Day")))


def _stage(data: Any, issue: Any, *, is_preprint: bool) -> Stage:
    if is_preprint:
        return Stage.PREPRINT
    if _text(data, "PublicationStatus") == "aheadofprint":
        return Stage.AHEAD_OF_PRINT
    return Stage.FINAL if _text(issue, "Volume") else Stage.UNKNOWN


def _abstract(work: Any) -> str:
    parts = []
    for part in work.findall("Abstract/AbstractText"):
        label, said = part.get("Label", ""), _joined(part)
        parts.append(said if label.lower() in _LABELS_LEFT_OUT else f"{label.capitalize()}: {said}")
    return "\n".join(part for part in parts if part)


def _issns(work: Any, citation: Any) -> tuple[str, ...]:
    told = (_text(work, "Journal/ISSN"), _text(citation, "MedlineJournalInfo/ISSNLinking"))
    return tuple(dict.fromkeys(filter(None, map(normalise_issn, told))))


def _notices(citation: Any, *, is_retracted: bool, is_preprint: bool) -> Iterator[Notice]:
    for told in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        kind = _NOTICES.get(told.get("RefType", ""))
        if kind is None or (is_preprint and kind is NoticeKind.NEW_VERSION):
            continue  # the update of a preprint is its article
        source = _text(told, "RefSource")
        date = _SOURCE_DATE.search(source)
        yield Notice(
            kind=kind,
            doi=next(iter(find_dois(source)), ""),
            pmid=_text(told, "PMID"),
            date=from_medline(date[1]) if date else None,
            sources=(SERVICE,),
        )
    if is_retracted:
        yield Notice(kind=NoticeKind.RETRACTION, sources=(SERVICE,))


def _notice_about(citation: Any) -> Iterator[str]:
    for told in citation.findall("CommentsCorrectionsList/CommentsCorrections"):
        if told.get("RefType") in _ABOUT:
            source = _text(told, "RefSource")
            pmid = _text(told, "PMID")
            yield next(iter(find_dois(source)), "") or (f"PMID:{pmid}" if pmid else source)


def _links(citation: Any) -> Iterator[Link]:
    for told in citation.findall("CommentsCorrectionsList/CommentsCorrections[@RefType='UpdateIn']"):
        identifiers = Identifiers(
            pmid=_text(told, "PMID"), doi=next(iter(find_dois(_text(told, "RefSource"))), "")
        )
        if identifiers:
            yield Link(kind="is-preprint-of", identifiers=identifiers, source=SERVICE)
