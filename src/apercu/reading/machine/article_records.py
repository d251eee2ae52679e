"""The articles of summaries as records for reference managers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from apercu.citations.coins import context_object
from apercu.citations.formats import bibtex, csl_json, ris
from apercu.citations.reference import Reference


@dataclass(frozen=True, kw_only=True)
class Form:
    """A file format of references."""

    media_type: str
    write: Callable[[Sequence[Reference]], str]


FORMS = {
    "ris": Form(media_type="application/x-research-info-systems", write=ris.write),
    "bib": Form(media_type="application/x-bibtex", write=bibtex.write),
    "json": Form(media_type="application/vnd.citationstyles.csl+json", write=csl_json.write),
}


def coins(references: Sequence[Reference]) -> tuple[str, ...]:
    """One ContextObject (COinS) for each article: what a reference manager finds on the page."""
    return tuple(map(context_object, references))
