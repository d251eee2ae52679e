"""Identifiers in the addresses of publishers and indexes: what an article's page tells of its work.

A page is not asked; only its address is read. Where a publisher makes an address from a DOI by a rule of its
own, the rule stands here with the form it was seen in.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlsplit

from apercu.citations.identifiers import (
    DOI,
    arxiv_doi,
    normalise_arxiv,
    normalise_doi,
    normalise_pmcid,
    normalise_pmid,
)

# What stands behind a DOI in an address and is no part of it: the views of an article ("…/full", "….pdf").
_VIEW = re.compile(
    r"(?:/(?:full|fulltext|full-text|abs|abstract|pdf|epdf|epub|html|xml|meta|summary|references|citations|figures|"
    r"tables|supplementary|suppl_file|text|article-info|metrics|related)|\.(?:full|full-text|abstract|pdf|html?|xml)"
    r")+/?$",
    re.IGNORECASE,
)
_PREPRINT_VERSION = re.compile(r"v\d+$")  # bioRxiv and medRxiv: /content/10.1101/2020.01.01.20000001v2
_PREPRINT_HOSTS = ("biorxiv.org", "medrxiv.org")
_NATURE = re.compile(r"/articles/([a-z0-9]+(?:[.-][a-z0-9]+)*)", re.IGNORECASE)
_OSF = re.compile(r"(?:/preprints/psyarxiv)?/([a-z0-9]{5})(?:_v\d+)?(?:/|$)", re.IGNORECASE)
_EUROPE_PMC = re.compile(r"/(?:article|abstract|api/fulltextrepo)?/?(MED|PMC)/(\w+)", re.IGNORECASE)
_PMC = re.compile(r"/(PMC\d+)(?![\w])", re.IGNORECASE)
_PUBMED = re.compile(r"/(?:pubmed/)?(\d{1,9})(?:/|$)")
_PUBMED_TERM = frozenset({"term", "linkname", "id"})


def identifiers_in_address(address: str) -> dict[str, str]:
    """The DOI, PMID, PMCID or arXiv number an address names, under these words in small letters."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # "http://[" is no address
        return {}
    path = unquote(parts.path)
    queries = dict(parse_qsl(parts.query))
    for read in (_arxiv, _index, _by_rule, _doi_in):
        if found := read(host, path, queries):
            return found
    return {}


def _arxiv(host: str, path: str, _queries: dict[str, str]) -> dict[str, str]:
    if not _is_at(host, "arxiv.org"):
        return {}
    number = normalise_arxiv(f"arxiv.org{path}")
    return {"arxiv": number, "doi": arxiv_doi(number)} if number else {}


def _index(host: str, path: str, queries: dict[str, str]) -> dict[str, str]:
    """PubMed, PubMed Central and Europe PMC."""
    if _is_at(host, "europepmc.org"):
        if match := _EUROPE_PMC.search(path):
            kind, number = match[1].upper(), match[2]
            if kind == "MED":
                return _named("pmid", normalise_pmid(number))
            return _named("pmcid", normalise_pmcid(number if number[0] in "Pp" else f"PMC{number}"))
        return _named("pmcid", _pmcid_in(path))
    if not _is_at(host, "ncbi.nlm.nih.gov"):
        return {}
    if pmcid := _pmcid_in(path):
        return {"pmcid": pmcid}
    if (match := _PUBMED.match(path)) and ("pubmed" in host or "/pubmed/" in path):
        return _named("pmid", normalise_pmid(match[1]))
    term = next((value for key, value in queries.items() if key in _PUBMED_TERM), "")
    return _named("pmid", normalise_pmid(term)) if term.isdigit() else {}


def _by_rule(host: str, path: str, _queries: dict[str, str]) -> dict[str, str]:
    """Addresses made from a DOI: Nature's (10.1038/ and the last part), PsyArXiv's (10.31234/osf.io/…)."""
    if _is_at(host, "nature.com") and (match := _NATURE.match(path)):
        article = _VIEW.sub("", match[1])
        return _named("doi", normalise_doi(f"10.1038/{article}"))
    is_psyarxiv = _is_at(host, "psyarxiv.com") or (_is_at(host, "osf.io") and "/preprints/psyarxiv/" in path)
    if is_psyarxiv and (match := _OSF.match(path)):
        return _named("doi", normalise_doi(f"10.31234/osf.io/{match[1]}"))
    return {}


def _doi_in(host: str, path: str, queries: dict[str, str]) -> dict[str, str]:
    """A DOI written out in the path, or in one of the queries ("?id=10.1371/…", "?doi=…")."""
    for text in (path, *queries.values()):
        if match := DOI.search(text):
            name = match.group().partition(";jsessionid=")[0]
            name = _VIEW.sub("", name)
            if any(_is_at(host, preprints) for preprints in _PREPRINT_HOSTS):
                name = _PREPRINT_VERSION.sub("", name)
            if doi := normalise_doi(name):
                return {"doi": doi}
    return {}


def _pmcid_in(path: str) -> str:
    match = _PMC.search(path)
    return normalise_pmcid(match[1]) if match else ""


def _is_at(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _named(kind: str, value: str) -> dict[str, str]:
    return {kind: value} if value else {}
