"""One plain readable line for a reference, close to APA's order: shown until its formatted citation is kept.

Formatted citations come from a follower of the change log (`content/formatting.py`), which may be a moment
behind a page. This is what stands there meanwhile.

Nothing here is escaped or marked up: a line is a tuple of runs of text, and the template escapes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from apercu.citations.identifiers import doi_address, web_address
from apercu.citations.reference import Name, Reference

MOST_AUTHORS = 20  # APA 7, section 9.8: up to twenty are named, of more the first nineteen and the last
_ENDS_A_SENTENCE = (".", "?", "!", "…")
_CHAPTERS = frozenset({"chapter", "paper-conference", "entry", "entry-encyclopedia", "entry-dictionary"})


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of text in one face."""

    text: str
    italic: bool = False


@dataclass(frozen=True, kw_only=True)
class CitationLine:
    """A reference as it is read: runs of text, then the address of the work, if it has one."""

    runs: tuple[Run, ...]
    link: str = ""  # https://doi.org/… where there is a DOI, else the work's own address

    @property
    def text(self) -> str:
        """The whole line without its faces."""
        line = "".join(run.text for run in self.runs)
        return f"{line} {self.link}" if self.link else line


def citation_line(reference: Reference) -> CitationLine:
    """The line for one reference; what is not known is left out."""
    opening = _sentence(_names(reference.authors, cut=reference.authors_cut), f"({_year(reference)})")
    if reference.type in _CHAPTERS:
        runs = [_plain(opening), _plain(_sentence(reference.title)), *_in_a_book(reference)]
    elif reference.container_title:
        runs = [_plain(opening), _plain(_sentence(reference.title)), *_in_a_journal(reference)]
    else:
        runs = [_plain(opening), *_on_its_own(reference)]
    return CitationLine(runs=_joined(runs), link=address_of(reference))


def _names(authors: tuple[Name, ...], *, cut: bool) -> str:
    names = [_name(author) for author in authors if author.family or author.literal]
    if not names:
        return ""
    if cut:
        return ", ".join([*names[:MOST_AUTHORS], "et al."])
    if len(names) > MOST_AUTHORS:
        return ", ".join(names[: MOST_AUTHORS - 1]) + ", … " + names[-1]
    if len(names) == 1:
        return names[0]
    return ", ".join(names[:-1]) + ", & " + names[-1]


def _name(name: Name) -> str:
    if name.literal:
        return name.literal
    family = " ".join(part for part in (name.particle, name.family) if part)
    return ", ".join(part for part in (family, initials(name.given), name.suffix) if part)


def initials(given: str) -> str:
    """The initials of given names: “Jean-Paul Marie” and “J.-P. M.” alike."""
    words = re.split(r"\s+|(?<=\.)(?=[^\s.\-‐])", given.strip())
    return " ".join(_initial(word) for word in words if word)


def _initial(word: str) -> str:
    parts = [part.strip(".") for part in re.split(r"[-‐]", word)]
    if len(parts) == 1 and parts[0].isupper() and 1 < len(parts[0]) <= 3:
        return " ".join(f"{letter}." for letter in parts[0])  # "EH" is E. H.
    return "-".join(f"{part[0]}." for part in parts if part)


def _year(reference: Reference) -> str:
    if reference.issued:
        return str(reference.issued.year)
    return "in press" if "press" in reference.status.lower() else "n.d."


def _in_a_journal(reference: Reference) -> Iterable[Run]:
    yield Run(text=reference.container_title, italic=True)
    if reference.volume:
        yield _plain(", ")
        yield Run(text=reference.volume, italic=True)
    if reference.issue:
        yield _plain(f"({reference.issue})" if reference.volume else f", ({reference.issue})")
    where = _pages(reference.pages) or (f"Article {reference.number}" if reference.number else "")
    if where:
        yield _plain(f", {where}")
    yield _plain(". ")
    if "advance" in reference.status.lower() and not (reference.volume or where):
        yield _plain("Advance online publication. ")


def _in_a_book(reference: Reference) -> Iterable[Run]:
    editors = _names(reference.editors, cut=False)
    label = "Ed." if len(reference.editors) == 1 else "Eds."
    if reference.container_title:
        yield _plain(f"In {editors} ({label}), " if editors else "In ")
        yield Run(text=reference.container_title, italic=True)
    particulars = [
        _edition(reference.edition),
        f"Vol. {reference.volume}" if reference.volume else "",
        f"pp. {_pages(reference.pages)}" if reference.pages else "",
    ]
    if inside := ", ".join(part for part in particulars if part):
        yield _plain(f" ({inside})" if reference.container_title else f"({inside})")
    if reference.container_title or inside:
        yield _plain(". ")
    yield _plain(_sentence(reference.publisher))


def _on_its_own(reference: Reference) -> Iterable[Run]:
    yield Run(text=reference.title, italic=True)
    edition = _edition(reference.edition)
    if edition:
        yield _plain(f" ({edition})")
    if edition or (reference.title and not reference.title.endswith(_ENDS_A_SENTENCE)):
        yield _plain(".")
    if edition or reference.title:
        yield _plain(" ")
    yield _plain(_sentence(reference.publisher))


def _edition(edition: str) -> str:
    return f"{edition} ed." if edition and "ed" not in edition.lower().split() else edition


def _pages(pages: str) -> str:
    """A range with an en dash between its numbers."""
    return re.sub(r"(?<=\w)\s*(?:--?|‐|‑)\s*(?=\w)", "–", pages)


def _sentence(*parts: str) -> str:
    """The parts as one sentence with a space after it: one full stop, none after “?”."""
    text = " ".join(part.strip() for part in parts if part.strip())
    if not text:
        return ""
    return f"{text} " if text.endswith(_ENDS_A_SENTENCE) else f"{text}. "


def _plain(text: str) -> Run:
    return Run(text=text)


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Neighbours in the same face made one, nothing empty, nothing trailing."""
    joined: list[Run] = []
    for run in runs:
        if run.text and joined and joined[-1].italic == run.italic:
            joined[-1] = Run(text=joined[-1].text + run.text, italic=run.italic)
        elif run.text:
            joined.append(run)
    if joined:
        joined[-1] = Run(text=joined[-1].text.rstrip(), italic=joined[-1].italic)
    return tuple(run for run in joined if run.text)


def address_of(reference: Reference) -> str:
    """Where the work stands on the web, at doi.org if it has a DOI; empty for what is no web address."""
    return doi_address(reference.doi) or web_address(reference.url)
