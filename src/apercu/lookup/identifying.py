"""The identifiers an article is looked up by."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from apercu.citations.identifiers import normalise_arxiv, normalise_doi, normalise_pmcid, normalise_pmid

_ARXIV_DOI = "10.48550/arxiv."  # DataCite gives every paper of arXiv a DOI of this form since 2022


@dataclass(frozen=True, kw_only=True)
class Identifiers:
    """What an article is known by, each in its one spelling; "" where it is not known or was not one."""

    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    arxiv: str = ""
    openalex: str = ""

    def __post_init__(self) -> None:
        """Keep each in its one spelling; an arXiv identifier and its DOI are told from each other."""
        arxiv = normalise_arxiv(self.arxiv)
        doi = normalise_doi(self.doi)
        if not arxiv and doi.startswith(_ARXIV_DOI):
            arxiv = normalise_arxiv(doi)
        object.__setattr__(self, "arxiv", arxiv)
        object.__setattr__(self, "doi", doi or (_ARXIV_DOI + arxiv if arxiv else ""))
        object.__setattr__(self, "pmid", normalise_pmid(self.pmid))
        object.__setattr__(self, "pmcid", normalise_pmcid(self.pmcid))

    def __bool__(self) -> bool:
        """Whether anything is known."""
        return any(getattr(self, field.name) for field in fields(self))

    def with_more(self, other: Identifiers) -> Identifiers:
        """These, and from the other what is missing here; what is known here stays."""
        missing = {
            field.name: getattr(other, field.name) for field in fields(self) if not getattr(self, field.name)
        }
        return replace(self, **missing)
