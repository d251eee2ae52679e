"""The identifiers of one work together: what it is looked up by, and known by."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from apercu.citations.identifiers import (
    arxiv_doi,
    normalise_arxiv,
    normalise_doi,
    normalise_pmcid,
    normalise_pmid,
)


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
        doi = normalise_doi(self.doi)
        arxiv = normalise_arxiv(self.arxiv) or normalise_arxiv(doi)
        object.__setattr__(self, "arxiv", arxiv)
        object.__setattr__(self, "doi", doi or arxiv_doi(arxiv))
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
