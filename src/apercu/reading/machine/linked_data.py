"""Linked data (JSON-LD, schema.org): the summary is a post of ours, based on the article, which is theirs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from apercu.citations.identifiers import doi_address, orcid_address
from apercu.citations.reference import Name, Reference
from apercu.content import addresses as records
from apercu.content.models import Digest, Summary
from apercu.reading import addresses, dating
from apercu.reading.carrying import carried
from apercu.reading.citation_lines import address_of
from apercu.reading.machine import identity
from apercu.reading.machine.heads import Publication

Node = dict[str, Any]
_KINDS = {
    "article-journal": "ScholarlyArticle",
    "chapter": "Chapter",
    "book": "Book",
    "thesis": "Thesis",
    "report": "Report",
}
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script(node: Mapping[str, Any]) -> SafeString:
    """The node as the text of a script element: nothing in it can end that element or open another.

    JSON lets every sign stand as its number, so the signs HTML looks for never appear (HTML §4.12.1.3).
    """
    data = {"@context": "https://schema.org", **node}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPED))  # noqa: S308 escaped in this line


def post(publication: Publication, record: Summary) -> Node:
    """A summary as `BlogPosting`, without its text: the page has that already."""
    address, carries = identity.permalink(record), carried(record)
    return _known(
        {
            "@type": "BlogPosting",
            "@id": address,
            "url": address,
            "headline": record.title,
            "abstract": record.gist,
            "author": [_signatory(person) for person in carries.signatories],
            "datePublished": dating.published(record),
            "dateModified": dating.modified(record),
            "inLanguage": record.language,
            "about": [_term(term.name, term.get_absolute_url()) for term in carries.topics],
            "keywords": [term.name for term in carries.types],
            "license": publication.licence_address,
            "isPartOf": _place(publication, record),
            "publisher": _publisher(publication),
            "isBasedOn": [article(reference) for reference in carries.references],
            "correction": [
                {"@type": "CorrectionComment", "datePublished": f"{row.date:%Y-%m-%d}", "text": row.text}
                for row in carries.corrections
            ],
        }
    )


def blog(publication: Publication) -> Node:
    """The site as a whole."""
    home = addresses.absolute(addresses.home())
    return _known(
        {
            "@type": "Blog",
            "@id": addresses.absolute("/"),
            "url": home,
            "name": publication.name,
            "description": publication.tagline,
            "inLanguage": addresses.spoken(),
            "license": publication.licence_address,
            "publisher": _publisher(publication),
        }
    )


def issue(publication: Publication, digest: Digest, summaries: Iterable[Summary]) -> Node:
    """A month as an issue of the blog, with the posts that stand in it."""
    return _known(
        {
            **_issue(digest),
            "inLanguage": addresses.spoken(),
            "license": publication.licence_address,
            "isPartOf": _this_blog(publication),
            "hasPart": [
                {"@type": "BlogPosting", "@id": identity.permalink(one), "headline": one.title}
                for one in summaries
            ],
        }
    )


def collection(publication: Publication, *, title: str, path: str, description: str = "") -> Node:
    """A page that gathers summaries: a topic's, a research type's, what a reader chose."""
    return _known(
        {
            "@type": "CollectionPage",
            "url": addresses.absolute(path),
            "name": title,
            "description": description,
            "inLanguage": addresses.spoken(),
            "isPartOf": _this_blog(publication),
        }
    )


def article(reference: Reference) -> Node:
    """The published work a summary is about."""
    doi = doi_address(reference.doi)
    return _known(
        {
            "@type": _KINDS.get(reference.type, "CreativeWork"),
            "@id": doi,
            "name": reference.title,
            "author": [_author(name) for name in reference.authors],
            "datePublished": _day(reference),
            "isPartOf": _container(reference),
            "pagination": reference.pages,
            "identifier": {"@type": "PropertyValue", "propertyID": "doi", "value": reference.doi}
            if doi
            else None,
            "sameAs": address_of(reference),
        }
    )


def _container(reference: Reference) -> Node:
    """The journal with its volume and issue, innermost first, or the book."""
    if not reference.container_title:
        return {}
    kind = "Book" if reference.type == "chapter" else "Periodical"
    node: Node = {"@type": kind, "name": reference.container_title}
    if reference.volume and kind == "Periodical":
        node = {"@type": "PublicationVolume", "volumeNumber": reference.volume, "isPartOf": node}
    if reference.issue and kind == "Periodical":
        node = {"@type": "PublicationIssue", "issueNumber": reference.issue, "isPartOf": node}
    return node


def _author(name: Name) -> Node:
    if name.literal:
        return {"@type": "Organization", "name": name.literal}
    parts = (name.given, name.particle, name.family, name.suffix)
    return {"@type": "Person", "name": " ".join(part for part in parts if part)}


def _day(reference: Reference) -> str:
    if reference.issued is None:
        return ""
    year, *rest = reference.issued.to_csl()
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in rest)])


def _signatory(person: Any) -> Node:
    return _known({"@type": "Person", "name": person.name, "sameAs": orcid_address(person.orcid)})


def _term(name: str, path: str) -> Node:
    return {"@type": "Thing", "name": name, "url": addresses.absolute(path)}


def _place(publication: Publication, record: Summary) -> Node:
    if record.digest is None or dating.public_month(record) is None:
        return _this_blog(publication)
    return {**_issue(record.digest), "isPartOf": _this_blog(publication)}


def _issue(digest: Digest) -> Node:
    address = addresses.absolute(records.digest(digest.month))
    number = f"{digest.month:%Y-%m}"
    return {
        "@type": "PublicationIssue",
        "@id": address,
        "url": address,
        "issueNumber": number,
        "datePublished": number,
    }


def _this_blog(publication: Publication) -> Node:
    return {"@type": "Blog", "@id": addresses.absolute("/"), "name": publication.name}


def _publisher(publication: Publication) -> Node:
    name = publication.publisher or publication.name
    return _known({"@type": "Organization", "name": name, "url": publication.publisher_address})


def _known(node: Node) -> Node:
    """The node without what is not known."""
    return {key: value for key, value in node.items() if value not in ("", None, [], {})}
