"""What is proposed to be saved: for each column the value, who says so, and who says something else.

It travels between two screens in a signed form field, so nothing is stored until somebody saves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import signing

from apercu.citations.keys import same_title
from apercu.citations.reference import Reference
from apercu.editing.adding.columns import COLUMNS, reference_of, value_in

PASTED = "pasted"  # what the paste itself says; the other sources are services
_SALT = "apercu.editing.adding"
_VALID = 7 * 24 * 3600  # seconds: a form left open over the weekend may still be sent


class Stale(Exception):
    """A proposal that is not ours, or too old to be taken."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value of a column and who gives it."""

    value: Any
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A retraction, correction or concern somebody reports about the work."""

    kind: str
    about: str = ""  # the notice's reference, title or DOI
    doi: str = ""
    date: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A work as it would be saved. `options` has the proposed value first; a second one is a conflict."""

    csl: Mapping[str, Any]  # the record as a whole; a column's chosen value is laid over it
    options: Mapping[str, tuple[Option, ...]]
    asked: Mapping[str, str] = field(default_factory=dict)  # when each service gave its answer (ISO 8601)
    notices: tuple[Notice, ...] = ()
    differing_title: str = ""  # what the paste called the work, where the answer is about another one

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The columns about which sources disagree."""
        return tuple(column for column in COLUMNS if len(self.options.get(column, ())) > 1)

    def proposed(self, column: str) -> Any:
        """The value of a column unless somebody chooses another."""
        options = self.options.get(column, ())
        return options[0].value if options else value_in({}, column)

    @property
    def record(self) -> dict[str, Any]:
        """The record to lay the chosen values over: with the notices, which are to be known later too."""
        if not self.notices:
            return dict(self.csl)
        custom = {**(self.csl.get("custom") or {}), "notices": [_told(notice) for notice in self.notices]}
        return {**self.csl, "custom": custom}

    @property
    def authors_cut(self) -> bool:
        """Whether the list of authors is known to go on."""
        return bool((self.csl.get("custom") or {}).get("et-al"))

    def origin(self, sources: Sequence[str]) -> str:
        """ "crossref 2026-11-25T10:00:00+00:00; pubmed …": who says a value and when, as it is kept."""
        return "; ".join(f"{source} {self.asked.get(source, '')}".strip() for source in sources)

    def provenance(self) -> dict[str, str]:
        """Where each proposed value comes from."""
        return {
            column: self.origin(options[0].sources) for column, options in self.options.items() if options
        }

    def reference(self) -> Reference:
        """The reference as proposed, before anybody chose."""
        values = {column: self.proposed(column) for column in COLUMNS}
        return reference_of(self.record, values, authors_cut=self.authors_cut)

    def signed(self) -> str:
        """The proposal as a text for a form's hidden field."""
        return signing.dumps(_as_json(self), salt=_SALT, compress=True)

    @classmethod
    def from_signed(cls, text: str) -> Proposal:
        """The proposal in such a field; Stale where it is old or nobody's."""
        try:
            return _from_json(signing.loads(text, salt=_SALT, max_age=_VALID))
        except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
            raise Stale from error


def from_paste(reference: Reference) -> Proposal:
    """What the paste itself says, and nothing else."""
    csl = _for_keeping(reference.to_csl())
    return Proposal(csl=csl, options=_options_of(csl, (PASTED,)), notices=notices_in(csl))


def with_paste(found: Proposal, reference: Reference | None) -> Proposal:
    """What was looked up with its gaps filled from the paste, and a word where the two are not one work.

    Where both have a value the services' stands: what is printed is shortened, and often damaged.
    """
    if reference is None:
        return found
    csl = _for_keeping(reference.to_csl())
    options = dict(found.options)
    for column, given in _options_of(csl, (PASTED,)).items():
        if not options.get(column) and not (column == "pages" and value_in(found.csl, "pages")):
            options[column] = given
    told = {notice.kind for notice in found.notices}
    title = str(found.proposed("title"))
    differs = bool(title and reference.title and not same_title(title, reference.title))
    return Proposal(
        csl=found.csl,
        options=options,
        asked=found.asked,
        notices=(*found.notices, *(notice for notice in notices_in(csl) if notice.kind not in told)),
        differing_title=reference.title if differs else "",
    )


def _told(notice: Notice) -> dict[str, Any]:
    told = {"kind": notice.kind, "about": notice.about, "doi": notice.doi, "date": notice.date}
    return {key: text for key, text in told.items() if text} | {"sources": list(notice.sources)}


def _options_of(csl: Mapping[str, Any], sources: tuple[str, ...]) -> dict[str, tuple[Option, ...]]:
    values = {column: value_in(csl, column) for column in COLUMNS}
    return {column: (Option(value=value, sources=sources),) for column, value in values.items() if value}


def _for_keeping(csl: Mapping[str, Any]) -> dict[str, Any]:
    """The record without its abstract, which is its publisher's and would go out with every export."""
    return {key: value for key, value in csl.items() if key != "abstract"}


def notices_in(csl: Mapping[str, Any]) -> tuple[Notice, ...]:
    """The notices that stand in a record: a pasted one (NBIB has them), or one we kept."""
    custom = csl.get("custom")
    given = custom.get("notices") if isinstance(custom, Mapping) else None
    if not isinstance(given, Sequence) or isinstance(given, str):
        return ()
    return tuple(_notice(notice) for notice in given if isinstance(notice, Mapping))


def _notice(told: Mapping[str, Any]) -> Notice:
    texts = {key: str(told.get(key) or "") for key in ("kind", "about", "doi", "date")}
    sources = told.get("sources")
    named = tuple(str(source) for source in sources) if isinstance(sources, list) else (PASTED,)
    return Notice(**texts, sources=named)


def _as_json(proposal: Proposal) -> dict[str, Any]:
    return {
        "csl": dict(proposal.csl),
        "options": {
            column: [[option.value, list(option.sources)] for option in options]
            for column, options in proposal.options.items()
        },
        "asked": dict(proposal.asked),
        "notices": [
            [notice.kind, notice.about, notice.doi, notice.date, list(notice.sources)]
            for notice in proposal.notices
        ],
        "differing_title": proposal.differing_title,
    }


def _from_json(data: Mapping[str, Any]) -> Proposal:
    return Proposal(
        csl=data["csl"],
        options={
            column: tuple(Option(value=value, sources=tuple(sources)) for value, sources in options)
            for column, options in data["options"].items()
        },
        asked=data["asked"],
        notices=tuple(
            Notice(kind=kind, about=about, doi=doi, date=date, sources=tuple(sources))
            for kind, about, doi, date, sources in data["notices"]
        ),
        differing_title=data["differing_title"],
    )
