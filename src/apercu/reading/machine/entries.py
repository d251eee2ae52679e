"""A summary as JSON of our own (docs/features/feeds-and-exports.md): all a program may want to know of it."""

from __future__ import annotations

from typing import Any

from apercu.citations.identifiers import orcid_address
from apercu.content.models import Person, ResearchType, Summary, Topic
from apercu.reading import addresses, dating, texts
from apercu.reading.carrying import carried
from apercu.reading.machine import identity
from apercu.reading.machine.heads import Publication
from apercu.sources.cleaning import text_of

Json = dict[str, Any]


def entry(publication: Publication, record: Summary) -> Json:
    """The whole of a public summary; what is not known is null or an empty list, never left out."""
    month, carries = dating.public_month(record), carried(record)
    return {
        "id": identity.of_record(record),
        "url": identity.permalink(record),
        "title": record.title,
        "language": record.language,
        "gist": record.gist,
        "body": _text(record.body),
        "implications": _text(record.implications),
        "month": f"{month:%Y-%m}" if month else None,
        "published": dating.published(record),
        "modified": dating.modified(record),
        "authors": [_person(person) for person in carries.signatories],
        "topics": [_term(term) for term in carries.topics],
        "types": [_term(term) for term in carries.types],
        "studies": record.studies_count,
        "participants": record.participants_count,
        "articles": [reference.to_csl() for reference in carries.references],
        "printed_citation": record.printed_citation or None,
        "corrections": [{"date": f"{row.date:%Y-%m-%d}", "text": row.text} for row in carries.corrections],
        "publisher": {
            "name": publication.publisher or publication.name,
            "url": publication.publisher_address or None,
        },
        "licence": _licence(publication),
        "forms": _forms(record),
    }


def _text(html: str) -> Json:
    whole = texts.rich_for_elsewhere(html)
    return {"html": whole, "text": text_of(whole)}


def _person(person: Person) -> Json:
    return {"name": person.name, "orcid": orcid_address(person.orcid) or None}


def _term(term: Topic | ResearchType) -> Json:
    return {
        "slug": term.slug,
        "url": addresses.absolute(term.get_absolute_url()),
        "name": {"en": term.name_en, "fr": term.name_fr or None},
    }


def _licence(publication: Publication) -> Json | None:
    if not publication.licence_address:
        return None
    return {"name": publication.licence, "url": publication.licence_address}


def _forms(record: Summary) -> Json:
    """Where the same summary, or its articles' records, stand in other forms."""
    forms = {"markdown": addresses.summary_as(record.slug, "md")}
    if carried(record).articles:
        names = {"ris": "ris", "bibtex": "bib", "csl_json": "json", "citation": "txt"}
        forms |= {name: addresses.citation(record.slug, form) for name, form in names.items()}
    return {name: addresses.absolute(path) for name, path in forms.items()}
