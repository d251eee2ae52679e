"""Whom to ask and how: what a site may choose, and the hosts that answer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, replace

from apercu.fetching import Host, Policy

_PUBMED = "eutils.ncbi.nlm.nih.gov"
SERVICES = ("crossref", "pubmed", "europepmc", "openalex", "doi.org")

# First rates until a host's headers say otherwise: Crossref's polite pool gives 3 queries a second, PubMed 3
# without a key (0.37 s apart, for a third of a second "sometimes hit the limit"); the others name none.
HOSTS = (
    Host(name="api.crossref.org", per_second=3.0),
    Host(name=_PUBMED, per_second=2.7),
    Host(name="www.ebi.ac.uk", per_second=3.0),
    Host(name="api.openalex.org", per_second=5.0, allowance_is_daily=True),
    Host(name="doi.org", per_second=3.0),
    # where doi.org sends a question about a DOI of DataCite, Crossref, mEDRA
    Host(name="data.crossref.org", per_second=3.0),
    Host(name="data.crosscite.org", per_second=3.0),
    Host(name="data.datacite.org", per_second=3.0),
    Host(name="api.datacite.org", per_second=3.0),
    Host(name="data.medra.org", per_second=1.0),
)


@dataclass(frozen=True, kw_only=True)
class LookupSettings:
    """What a site tells the services, and asks of them. Keys are optional, and in no `repr`."""

    mailto: str = field(default="", repr=False)  # Crossref's polite pool, PubMed's "email"
    tool: str = "Apercu"  # PubMed's "tool"
    crossref_token: str = field(default="", repr=False)  # Crossref Plus
    ncbi_key: str = field(default="", repr=False)
    openalex_key: str = field(default="", repr=False)
    services: frozenset[str] = frozenset(SERVICES)  # those switched on
    max_age: datetime.timedelta = datetime.timedelta(
        days=7
    )  # a kept answer this young is not asked for again
    patience: datetime.timedelta = datetime.timedelta(seconds=30)  # for all services together
    # Where the services are; only tests say something else.
    crossref_address: str = "https://api.crossref.org"
    pubmed_address: str = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    europepmc_address: str = "https://www.ebi.ac.uk/europepmc/webservices/rest"
    openalex_address: str = "https://api.openalex.org"
    doi_address: str = "https://doi.org"


def policy(settings: LookupSettings | None = None) -> Policy:
    """Where a site's look-ups may go; with a key PubMed is asked nine times a second of its ten."""
    if settings is None or not settings.ncbi_key:
        return Policy(hosts=HOSTS)
    return Policy(
        hosts=tuple(replace(host, per_second=9.0) if host.name == _PUBMED else host for host in HOSTS)
    )
