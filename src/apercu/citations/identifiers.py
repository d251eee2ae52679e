"""Identifiers of works, journals and people: DOI, PMID, PMCID, arXiv, ISSN, ORCID.

Each `normalise_…` gives the one spelling we keep, or "" for what is no such identifier; giving it its own
answer changes nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

# A DOI name is "10." with a registrant's code, a slash, and any printable characters (ISO 26324; DOI Handbook
# §2.2). Codes given out have four to nine digits (Crossref, "DOIs and matching regular expressions").
DOI = re.compile(r"\b10\.\d{4,9}(?:\.\d+)*/[^\s\x00-\x1f\"“”„…]+")
_DOI_ADDRESS = re.compile(r"https?://(?:dx\.|www\.)?doi\.org/+", re.IGNORECASE)
# Every way a DOI is announced in print; the reader of references takes the label away together with the DOI.
DOI_LABEL = re.compile(
    r"(?<![^\W\d_])(?:https?://)?(?:dx\.|www\.)?doi\.org/+\s*|\bdoi\s*[:=]?\s*(?:https?://(?:dx\.|www\.)?doi\.org/+\s*)?",
    re.IGNORECASE,
)
_SAFE_IN_DOI = "/:;()[]_-.+"  # RFC 3986; DOI Handbook §2.5.2.4: the rest is percent-encoded in an address
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_OPENED_BY = {")": "(", "]": "[", "}": "{", ">": "<"}
_TRAILING = ".,;:!?'’‘*_|»«\\"

_PMID = re.compile(
    r"(?:PMID\s*:?\s*|(?:https?://)?(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)?"
    r"0*([1-9]\d{0,8})/?",
    re.IGNORECASE,
)
_PMCID = re.compile(
    r"(?:PMCID\s*:?\s*|(?:https?://)?(?:(?:www\.)?ncbi\.nlm\.nih\.gov/pmc|pmc\.ncbi\.nlm\.nih\.gov)/articles/)?"
    r"PMC\s?0*([1-9]\d{0,9})(?:\.\d+)?/?",
    re.IGNORECASE,
)
# arXiv's two schemes: since April 2007 "2101.00001", before "hep-th/9901001" (arXiv, "Understanding the arXiv
# identifier"). A version ("v2") names one state of a work; we keep the work.
_ARCHIVES = (
    "acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs|"
    "dg-ga|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th|patt-sol|physics|"
    "plasm-ph|q-alg|q-bio|quant-ph|solv-int|supr-con"
)
_ARXIV = re.compile(
    r"(?:(?:https?://)?(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html|format)/|arXiv\s*:\s*"
    r"|(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?10\.48550/arXiv\.)?"
    rf"(\d{{4}}\.\d{{4,5}}|(?:{_ARCHIVES})(?:\.[A-Z]{{2}})?/\d{{7}})(?:v\d+)?(?:\.pdf)?/?",
    re.IGNORECASE,
)
_ISSN = re.compile(
    r"(?:(?:e|p|print|online)?-?ISSN(?:-L)?\s*:?\s*)?(\d{4})[-‐‑–−]?(\d{3}[\dX])", re.IGNORECASE
)
_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/|ORCID(?:\s*iD)?\s*:?\s*)?"
    r"(\d{4})[-‐‑–−]?(\d{4})[-‐‑–−]?(\d{4})[-‐‑–−]?(\d{3}[\dX])/?",
    re.IGNORECASE,
)


def without_trailing_punctuation(doi: str) -> str:
    """A DOI as found in running text, less the punctuation of the sentence around it.

    A closing bracket stays where the DOI itself opens it, as a SICI does ("10.1002/(SICI)1097-4679").
    """
    end = len(doi)
    while end:
        last = doi[end - 1]
        opening = _OPENED_BY.get(last)
        if opening is None:
            if last not in _TRAILING:
                break
        elif doi.count(opening, 0, end) >= doi.count(last, 0, end):
            break
        end -= 1
    return doi[:end]


@lru_cache(maxsize=64)  # a DOI found in a text is asked about again when its reference is made
def normalise_doi(text: str) -> str:
    """The DOI in lower case without address, label or trailing punctuation; "" for what is no DOI.

    DOI names are case-insensitive (DOI Handbook §2.4).
    """
    stripped = text.strip()
    address = _DOI_ADDRESS.match(stripped)
    if address and "%" in stripped:  # only an address is percent-encoded; a bare DOI may hold a real "%"
        stripped = unquote(stripped)
    label = DOI_LABEL.match(stripped)
    name = stripped[label.end() :] if label else stripped
    name = without_trailing_punctuation(name)
    if not DOI.fullmatch(name) or name.endswith("/"):
        return ""
    return name.lower()


def is_doi(text: str) -> bool:
    """Whether the text is a DOI and nothing else, in any spelling."""
    return bool(normalise_doi(text))


def find_dois(text: str) -> tuple[str, ...]:
    """Every DOI in a running text, normalised, in order and without repeats."""
    found = (normalise_doi(match.group()) for match in DOI.finditer(text))
    return tuple(dict.fromkeys(doi for doi in found if doi))


def normalise_pmid(text: str) -> str:
    """The PubMed number alone, from "PMID: 12", a PubMed address or digits; "" for anything else."""
    match = _PMID.fullmatch(text.strip()) if text.isascii() else None
    return match[1] if match else ""


def normalise_pmcid(text: str) -> str:
    """The PubMed Central number as "PMC12", without a version; "" for anything else."""
    match = _PMCID.fullmatch(text.strip()) if text.isascii() else None
    return f"PMC{match[1]}" if match else ""


def normalise_arxiv(text: str) -> str:
    """The arXiv number as "2101.00001" or "hep-th/9901001", without a version; "" for anything else."""
    match = _ARXIV.fullmatch(text.strip()) if text.isascii() else None
    if not match:
        return ""
    number = match[1]
    if "/" in number:  # "math.GT/0309136" and "math/0309136" are one work; the archive is written small
        archive, _slash, rest = number.partition("/")
        return f"{archive.partition('.')[0].lower()}/{rest}"
    return number if 1 <= int(number[2:4]) <= 12 else ""


def arxiv_doi(number: str) -> str:
    """The DOI arXiv registers for each of its works ("arXiv identifiers and DOIs"); "" for no number."""
    return f"10.48550/arxiv.{number}".lower() if number else ""


def issn_check_digit(first_seven: str) -> str:
    """The check digit of an ISSN's first seven digits (ISO 3297, modulus 11 with weights 8 to 2)."""
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), first_seven, strict=True))
    check = -total % 11
    return "X" if check == 10 else str(check)


def normalise_issn(text: str) -> str:
    """The ISSN as "1234-567X"; "" where the form or the check digit is wrong."""
    match = _ISSN.fullmatch(text.strip())
    if not match or not (match[1] + match[2][:3]).isascii():
        return ""
    first, last = match[1], match[2].upper()
    return f"{first}-{last}" if issn_check_digit(first + last[:3]) == last[3] else ""


def orcid_check_digit(first_fifteen: str) -> str:
    """The check digit of an ORCID iD's first fifteen digits (ISO 7064 MOD 11-2, as ORCID documents it)."""
    total = 0
    for digit in first_fifteen:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return "X" if check == 10 else str(check)


def normalise_orcid(text: str) -> str:
    """The ORCID iD as "0000-0002-1825-0097"; "" where the form or the check digit is wrong."""
    match = _ORCID.fullmatch(text.strip())
    if not match:
        return ""
    digits = "".join(match.groups()).upper()
    if not digits.isascii() or orcid_check_digit(digits[:15]) != digits[15]:
        return ""
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def doi_address(doi: str) -> str:
    """The address of a normalised DOI at doi.org, which Crossref asks to display; "" where there is none."""
    return "https://doi.org/" + quote(doi, safe=_SAFE_IN_DOI) if doi else ""


def web_address(text: str) -> str:
    """The text where it is an address a link may lead to, else ""."""
    return text if _WEB_ADDRESS.fullmatch(text) else ""


def orcid_address(text: str) -> str:
    """The address form of an ORCID iD, which ORCID asks to display; "" where it is none."""
    orcid = normalise_orcid(text)
    return f"https://orcid.org/{orcid}" if orcid else ""
