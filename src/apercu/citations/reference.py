"""One record for a reference, with CSL-JSON as its interchange form (schema csl-data.json of CSL 1.0.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apercu.citations.csl_values import UnreadableReference, date_of, records_of, text_of
from apercu.citations.identifiers import normalise_doi

__all__ = ["Name", "PartialDate", "Reference", "UnreadableReference"]

_NAME_KEYS = {
    "family": "family",
    "given": "given",
    "suffix": "suffix",
    "particle": "non-dropping-particle",
    "literal": "literal",
}
_TEXT_KEYS = {
    "title": "title",
    "container_title": "container-title",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
    "pages": "page",
    "number": "number",
    "chapter": "chapter-number",
    "status": "status",
    "doi": "DOI",
    "pmid": "PMID",
    "url": "URL",
}
_KNOWN_KEYS = frozenset(_TEXT_KEYS.values()) | {"type", "author", "editor", "issued", "custom"}
_AUTHORS_CUT = "et-al"  # our key in CSL's `custom`: the schema has no word for "and others"


@dataclass(frozen=True, kw_only=True)
class Name:
    """A person (family, given and their parts) or a group (`literal` alone)."""

    family: str = ""
    given: str = ""
    suffix: str = ""
    particle: str = ""  # CSL's "non-dropping-particle": "van", "de"
    literal: str = ""

    def to_csl(self) -> dict[str, str]:
        """The name as a CSL-JSON name variable; empty parts are left out."""
        return {key: value for name, key in _NAME_KEYS.items() if (value := getattr(self, name))}

    @classmethod
    def from_csl(cls, name: Mapping[str, Any]) -> Name:
        """A CSL-JSON name; a dropping particle ("Alexander von") goes with the given name."""
        parts = {part: text_of(name, key) for part, key in _NAME_KEYS.items()}
        if dropping := text_of(name, "dropping-particle"):
            parts["given"] = f"{parts['given']} {dropping}".strip()
        return cls(**parts)


@dataclass(frozen=True, kw_only=True)
class PartialDate:
    """A date known to the year, the month or the day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse what is no date: a day without a month, a thirteenth month."""
        if self.month is None:
            if self.day is not None:
                raise ValueError("a day needs a month")
        elif not 1 <= self.month <= 12:
            raise ValueError(f"no month has the number {self.month}")
        elif self.day is not None and not 1 <= self.day <= 31:
            raise ValueError(f"no day has the number {self.day}")

    def to_csl(self) -> list[int]:
        """The date as one entry of CSL's `date-parts`."""
        return [part for part in (self.year, self.month, self.day) if part is not None]


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A published work, as far as it is known; an empty field means "not known", never "none"."""

    type: str = "article-journal"
    title: str = ""
    authors: tuple[Name, ...] = ()
    authors_cut: bool = False  # the list ended in "et al." or an ellipsis: more authors exist
    editors: tuple[Name, ...] = ()
    container_title: str = ""
    publisher: str = ""
    publisher_place: str = ""
    edition: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""  # as printed: the dash is not changed
    number: str = ""  # an article number, where a journal has no pages
    chapter: str = ""  # the number of a chapter in its book
    issued: PartialDate | None = None
    status: str = ""  # "advance online publication", "in press"
    doi: str = ""  # always in normal form; a text that is no DOI stays as it was given
    pmid: str = ""
    url: str = ""
    unknown: Mapping[str, Any] = field(default_factory=dict)  # CSL keys we do not use, kept for the way out

    def __post_init__(self) -> None:
        """Keep the DOI in its one spelling, so that two references to a work can be compared by it."""
        if self.doi:
            object.__setattr__(self, "doi", normalise_doi(self.doi) or self.doi)

    def to_csl(self) -> dict[str, Any]:
        """The reference as a CSL-JSON item; what is not known is left out."""
        item: dict[str, Any] = {**self.unknown, "type": self.type}
        for name, key in _TEXT_KEYS.items():
            if value := getattr(self, name):
                item[key] = value
        if self.authors:
            item["author"] = [name.to_csl() for name in self.authors]
        if self.editors:
            item["editor"] = [name.to_csl() for name in self.editors]
        if self.issued:
            item["issued"] = {**self.unknown.get("issued", {}), "date-parts": [self.issued.to_csl()]}
        if self.authors_cut:
            item["custom"] = {**self.unknown.get("custom", {}), _AUTHORS_CUT: True}
        return item

    @classmethod
    def from_csl(cls, item: Mapping[str, Any]) -> Reference:
        """The reference in a CSL-JSON item, or `UnreadableReference`, which names the field.

        Keys we have no field for stay in `unknown`, so do parts of `issued` and `custom` that are not ours.
        """
        unknown = {key: value for key, value in item.items() if key not in _KNOWN_KEYS}
        issued, rest_of_date = date_of(item, "issued")
        if rest_of_date:
            unknown["issued"] = rest_of_date
        authors_cut, rest_of_custom = _custom_of(item)
        if rest_of_custom:
            unknown["custom"] = rest_of_custom
        texts = {name: text_of(item, key) for name, key in _TEXT_KEYS.items()}
        return cls(
            type=text_of(item, "type") if "type" in item else "document",  # CSL's word for "not told"
            authors=tuple(Name.from_csl(name) for name in records_of(item, "author")),
            authors_cut=authors_cut,
            editors=tuple(Name.from_csl(name) for name in records_of(item, "editor")),
            issued=PartialDate(**dict(zip(("year", "month", "day"), issued, strict=False)))
            if issued
            else None,
            unknown=unknown,
            **texts,
        )


def _custom_of(item: Mapping[str, Any]) -> tuple[bool, dict[str, Any]]:
    custom = item.get("custom")
    if custom is None:
        return False, {}
    if not isinstance(custom, Mapping):
        raise UnreadableReference("custom", "an object", custom)
    rest = dict(custom)
    return rest.pop(_AUTHORS_CUT, False) is True, rest
