"""What Crossref, PubMed, Europe PMC, OpenAlex and doi.org know of an article, united with its provenance.

Here: one small client a service, the merging of their answers, candidates for a printed reference. Not here:
the network (`fetching`), storing what was found, any decision between two sources or sentence for people
(failures and reasons are codes). Floor 0b: may import `citations` and `fetching`, no Django.
"""

from apercu.citations.identifying import Identifiers
from apercu.lookup.answers import Answer, Failure, Link, Notice, NoticeKind, Stage
from apercu.lookup.asking import look_up
from apercu.lookup.finding import Candidate, Finding, Reason, candidates, find
from apercu.lookup.merged import Conflict, Found, Merged, Value
from apercu.lookup.merging import merge
from apercu.lookup.settings import HOSTS, SERVICES, LookupSettings, policy

__all__ = [
    "HOSTS",
    "SERVICES",
    "Answer",
    "Candidate",
    "Conflict",
    "Failure",
    "Finding",
    "Found",
    "Identifiers",
    "Link",
    "LookupSettings",
    "Merged",
    "Notice",
    "NoticeKind",
    "Reason",
    "Stage",
    "Value",
    "candidates",
    "find",
    "look_up",
    "merge",
    "policy",
]
