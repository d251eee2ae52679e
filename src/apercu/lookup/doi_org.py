"""doi.org by content negotiation (citation.doi.org/docs.html): the fallback for DOIs that are not Crossref's.

It knows nothing of notices, and its formatted references are not used: they inherit capitals and entities.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from apercu.citations.csl_values import UnreadableReference
from apercu.citations.identifiers import normalise_doi, normalise_issn, normalise_orcid
from apercu.citations.identifying import Identifiers
from apercu.citations.reference import Name, Reference
from apercu.fetching import Reply
from apercu.lookup.answers import Answer, Stage, told_by
from apercu.lookup.locators import read_pages
from apercu.lookup.names import group, out_of_capitals, person
from apercu.lookup.plain_text import plain, plain_paragraphs, read_title
from apercu.lookup.questions import Question
from apercu.lookup.replies import Record, json_object, records, text, texts
from apercu.lookup.settings import LookupSettings
from apercu.lookup.unanswered import OtherArticle, Unreadable

SERVICE = "doi.org"

_CSL = "application/vnd.citationstyles.csl+json"
_ARXIV = "arxiv"


def can_ask(identifiers: Identifiers) -> bool:
    """Whether there is a DOI to ask about."""
    return bool(identifiers.doi)


def question(identifiers: Identifiers, settings: LookupSettings) -> Question:
    """What the registry of a DOI knows of it: doi.org sends the question on."""
    return Question(
        url=f"{settings.doi_address}/{quote(identifiers.doi, safe='/')}", headers={"Accept": _CSL}
    )


def read(reply: Reply, *, asked: Identifiers) -> Answer:
    """The answer in a reply in CSL-JSON."""
    item = json_object(reply)
    title = read_title(text(item, "title"))
    if not title.text:
        raise Unreadable("no title")
    doi = normalise_doi(text(item, "DOI")) or asked.doi
    if asked.doi and doi != asked.doi:
        raise OtherArticle(f"doi={doi}")
    names, were_in_capitals = out_of_capitals([_name(author) for author in records(item, "author")])
    orcids = tuple(normalise_orcid(text(author, "ORCID")) for author in records(item, "author"))
    pages, number = read_pages(text(item, "page"))
    reference = Reference(
        type=_type(item),
        title=title.text,
        authors=names,
        container_title=plain(text(item, "container-title")),
        publisher=plain(text(item, "publisher")),
        volume=text(item, "volume"),
        issue=text(item, "issue"),
        pages=pages,
        number=number or text(item, "number") or text(item, "article-number"),
        issued=_issued(item),
        doi=doi,
    )
    caveats = {"title-in-capitals": title.was_in_capitals, "names-in-capitals": were_in_capitals}
    is_preprint = reference.publisher.lower() == _ARXIV or text(item, "genre").lower() == "preprint"
    return Answer(
        service=SERVICE,
        reference=reference,
        identifiers=Identifiers(doi=reference.doi),
        abstract=plain_paragraphs(text(item, "abstract")),
        orcids=orcids if any(orcids) else (),
        issns=tuple(dict.fromkeys(filter(None, map(normalise_issn, texts(item, "ISSN"))))),
        language=text(item, "language"),
        stage=Stage.PREPRINT if is_preprint else Stage.UNKNOWN,
        caveats=tuple(code for code, applies in caveats.items() if applies),
        **told_by(reply),
    )


def _type(item: Record) -> str:
    """CSL's type; some registries send Crossref's words for it."""
    told = text(item, "type")
    return {"journal-article": "article-journal", "": "document"}.get(told, told)


def _name(author: Record) -> Name:
    if not text(author, "family"):
        return group(text(author, "literal") or text(author, "name") or text(author, "given"))
    particle = " ".join(
        filter(None, (text(author, "dropping-particle"), text(author, "non-dropping-particle")))
    )
    family = f"{particle} {text(author, 'family')}".strip()
    return person(family=family, given=text(author, "given"), suffix=text(author, "suffix"))


def _issued(item: Record) -> Any:
    """The date by the one reader of CSL dates there is; a date it refuses is no date."""
    for key in ("published-print", "issued", "published-online"):
        try:
            issued = Reference.from_csl({"type": "article", "issued": item.get(key)}).issued
        except (UnreadableReference, ValueError):
            continue
        if issued:
            return issued
    return None
