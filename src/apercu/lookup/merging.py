"""Answers of several services as one record: each value with its source, each disagreement kept in sight.

Per field, the first service in `TRUST` that tells it is believed; of those that say the same, the one that
says it most fully gives the spelling. Who says something else is a `Conflict`: the record takes the first,
the list keeps all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from apercu.citations.identifying import Identifiers
from apercu.citations.reference import Reference
from apercu.lookup import agreeing
from apercu.lookup.answers import ADVANCE_ONLINE, Answer, Link, Stage
from apercu.lookup.merged import Conflict, Merged, Value
from apercu.lookup.notices import united

# Whom to believe: what the publisher deposited, then the two that catalogue, then the registry's short form,
# then what machines gathered.
_DEPOSITED_FIRST = ("crossref", "pubmed", "europepmc", "doi.org", "openalex")
_CATALOGUED_FIRST = ("pubmed", "europepmc", "openalex", "crossref", "doi.org")
TRUST: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("type", "title", "authors", "editors", "container_title", "publisher", "publisher_place", "edition"),
        _DEPOSITED_FIRST,
    ),
    **dict.fromkeys(("volume", "issue", "pages", "number", "issued", "doi", "stage"), _DEPOSITED_FIRST),
    **dict.fromkeys(("pmid", "pmcid", "abstract"), _CATALOGUED_FIRST),
}


@dataclass(frozen=True, kw_only=True)
class _Rule:
    agree: agreeing.Agree
    fullness: agreeing.Fullness = lambda _value: ()
    may_differ: bool = False  # services tell it in too many ways for a difference to mean anything


_RULES: Mapping[str, _Rule] = {
    "type": _Rule(agree=agreeing.same_type, fullness=agreeing.fullness_of_type),
    "title": _Rule(agree=agreeing.same_work_title, fullness=agreeing.fullness_of_title),
    "authors": _Rule(agree=agreeing.same_names, fullness=agreeing.fullness_of_names),
    "editors": _Rule(agree=agreeing.same_names, fullness=agreeing.fullness_of_names),
    "container_title": _Rule(agree=agreeing.same_journal),
    "publisher": _Rule(agree=agreeing.same_text, may_differ=True),
    "publisher_place": _Rule(agree=agreeing.same_text, may_differ=True),
    "edition": _Rule(agree=agreeing.same_number),
    "volume": _Rule(agree=agreeing.same_number),
    "issue": _Rule(agree=agreeing.same_number),
    "pages": _Rule(agree=agreeing.same_pages, fullness=agreeing.fullness_of_pages),
    "number": _Rule(agree=agreeing.same_article_number),
    "issued": _Rule(agree=agreeing.same_date, fullness=agreeing.fullness_of_date),
    "doi": _Rule(agree=agreeing.same_text),
    "pmid": _Rule(agree=agreeing.same_text),
    "pmcid": _Rule(agree=agreeing.same_text),
    "stage": _Rule(
        # One service may know of the issue before another does: that is no disagreement. A preprint is
        # another work.
        agree=lambda a, b: a == b or Stage.PREPRINT not in (a, b),
        fullness=lambda stage: (stage is Stage.FINAL,),
    ),
    "abstract": _Rule(agree=agreeing.same_text, may_differ=True),
}


def merge(answers: Iterable[Answer]) -> Merged | None:
    """The answers as one record, whatever their order; None where there is none.

    Of two answers of one service the younger counts.
    """
    told = _harmonised(_one_each(answers))
    if not told:
        return None
    values: dict[str, Value] = {}
    conflicts = []
    for name in TRUST:
        said = _said(name, told)
        if not said:
            continue
        first, *others = _weighed(name, said)
        values[name] = first
        if others and not _RULES[name].may_differ and not _explained(name, others, told):
            conflicts.append(Conflict(field=name, values=(first, *others)))
    stage: Stage = values["stage"].value if "stage" in values else Stage.UNKNOWN
    return Merged(
        reference=_reference(values, stage, told),
        identifiers=_identifiers(values, told),
        values=values,
        conflicts=tuple(conflicts),
        notices=united(notice for answer in told for notice in answer.notices),
        notice_about=_each(about for answer in told for about in answer.notice_about),
        links=_links(told),
        stage=stage,
        orcids=_orcids(values, told),
        issns=_each(issn for answer in told for issn in answer.issns),
        short_container_title=_first("short_container_title", told),
        language=_first("language", told),
        caveats=_caveats(values, told),
        oldest=min(answer.fetched_at for answer in told),
        abstract=values["abstract"].value if "abstract" in values else "",
    )


def _one_each(answers: Iterable[Answer]) -> list[Answer]:
    """One answer a service, in the order of trust; an unknown service comes last."""
    youngest: dict[str, Answer] = {}
    for answer in answers:
        kept = youngest.get(answer.service)
        if kept is None or (kept.fetched_at, repr(kept)) < (answer.fetched_at, repr(answer)):
            youngest[answer.service] = answer
    return sorted(youngest.values(), key=lambda answer: (_rank("title", answer.service), answer.service))


def _harmonised(answers: Sequence[Answer]) -> list[Answer]:
    """One locator in one field: what one service calls an article number, another calls its page."""
    numbers = {answer.reference.number for answer in answers if answer.reference.number}
    out = []
    for answer in answers:
        pages = answer.reference.pages
        is_number = any(agreeing.same_article_number(pages, number) for number in numbers if pages)
        if is_number and not answer.reference.number:
            reference = replace(answer.reference, pages="", number=pages)
            out.append(replace(answer, reference=reference))
        else:
            out.append(answer)
    return out


def _said(name: str, answers: Sequence[Answer]) -> list[tuple[Answer, Any]]:
    """Who tells a field, the most trusted first."""
    said = []
    for answer in answers:
        value = _value(name, answer)
        if value not in (None, "", (), Stage.UNKNOWN):
            said.append((answer, value))
    return sorted(
        said, key=lambda one: (_is_early(name, one[0]), _rank(name, one[0].service), one[0].service)
    )


def _is_early(name: str, answer: Answer) -> bool:
    """Whether a date is one of going online, from a service that does not know of the issue yet."""
    return name == "issued" and answer.stage is Stage.AHEAD_OF_PRINT


def _value(name: str, answer: Answer) -> Any:
    if name in ("doi", "pmid", "pmcid"):
        return getattr(answer.identifiers, name)
    if name in ("stage", "abstract"):
        return getattr(answer, name)
    return getattr(answer.reference, name)


def _rank(name: str, service: str) -> int:
    order = TRUST[name]
    return order.index(service) if service in order else len(order)


def _weighed(name: str, said: Sequence[tuple[Answer, Any]]) -> list[Value]:
    """The believed value, then each that differs, everyone who says the same gathered behind one."""
    rule = _RULES[name]
    values = []
    rest = list(said)
    while rest:
        head = rest[0][1]
        same = [one for one in rest if one[1] is head or _agree(name, rest[0], one)]
        rest = [one for one in rest if not any(one is other for other in same)]
        best = max(same, key=lambda one: (_gives_spelling(name, one[0]), rule.fullness(one[1])))
        values.append(
            Value(
                value=best[1],
                service=best[0].service,
                fetched_at=best[0].fetched_at,
                also=tuple(answer.service for answer, _value in same if answer is not best[0]),
            )
        )
    return values


def _agree(name: str, a: tuple[Answer, Any], b: tuple[Answer, Any]) -> bool:
    if _RULES[name].agree(a[1], b[1]):
        return True
    if name == "container_title":  # one journal under an older or a longer name
        return bool(set(a[0].issns) & set(b[0].issns))
    if name in ("authors", "editors"):
        return _is_cut_list(a, b) or _is_cut_list(b, a)
    return False


def _is_cut_list(short: tuple[Answer, Any], long: tuple[Answer, Any]) -> bool:
    """Whether a list that is known to be cut is the beginning of the other."""
    names = short[1]
    return (
        short[0].reference.authors_cut
        and len(names) < len(long[1])
        and agreeing.same_names(names, long[1][: len(names)])
    )


def _gives_spelling(name: str, answer: Answer) -> tuple[bool, bool]:
    """How fit a telling is to be printed: lowered capitals, cut lists, OpenAlex's dates come last.

    OpenAlex tells the day an article first appeared anywhere, which says nothing more exact of its issue.
    """
    caveat = {"title": "title-in-capitals", "authors": "names-in-capitals"}.get(name)
    is_cut = name == "authors" and answer.reference.authors_cut
    is_first_appearance = name == "issued" and answer.service == "openalex"
    return caveat not in answer.caveats, not (is_cut or is_first_appearance)


def _explained(name: str, others: Sequence[Value], answers: Sequence[Answer]) -> bool:
    """Whether a difference of dates is that of going online and being printed, as somebody tells."""
    if name != "issued":
        return False
    online = [answer.online for answer in answers if answer.online]
    return all(any(agreeing.same_date(value.value, date) for date in online) for value in others)


def _reference(values: Mapping[str, Value], stage: Stage, answers: Sequence[Answer]) -> Reference:
    told = {name: value.value for name, value in values.items() if name not in ("stage", "abstract", "pmcid")}
    by_service = {answer.service: answer for answer in answers}
    authors = values.get("authors")
    extra = {
        "PMCID": values["pmcid"].value if "pmcid" in values else "",
        "ISSN": next((answer.issns[0] for answer in answers if answer.issns), ""),
        "container-title-short": _first("short_container_title", answers),
        "language": _first("language", answers),
        "genre": "Preprint" if stage is Stage.PREPRINT else "",
    }
    return Reference(
        **told,
        authors_cut=authors is not None and by_service[authors.service].reference.authors_cut,
        chapter=next((answer.reference.chapter for answer in answers if answer.reference.chapter), ""),
        status=ADVANCE_ONLINE if stage is Stage.AHEAD_OF_PRINT else "",
        url=next((answer.reference.url for answer in answers if answer.reference.url), ""),
        unknown={key: value for key, value in extra.items() if value},
    )


def _identifiers(values: Mapping[str, Value], answers: Sequence[Answer]) -> Identifiers:
    known = {name: values[name].value for name in ("doi", "pmid", "pmcid") if name in values}
    openalex = next((answer.identifiers.openalex for answer in answers if answer.identifiers.openalex), "")
    return Identifiers(**known, openalex=openalex)


def _orcids(values: Mapping[str, Value], answers: Sequence[Answer]) -> tuple[str, ...]:
    """An ORCID iD for each author of the record, from whoever names the same people and tells one."""
    if "authors" not in values:
        return ()
    names = values["authors"].value
    found = [""] * len(names)
    for answer in answers:
        if len(answer.orcids) == len(names) and agreeing.same_names(answer.reference.authors, names):
            found = [mine or theirs for mine, theirs in zip(found, answer.orcids, strict=True)]
    return tuple(found) if any(found) else ()


def _links(answers: Sequence[Answer]) -> tuple[Link, ...]:
    """Each link once; a certain one before a guess."""
    kept: dict[tuple[str, Identifiers], Link] = {}
    for answer in answers:
        for link in answer.links:
            known = kept.get((link.kind, link.identifiers))
            if known is None or (link.is_certain and not known.is_certain):
                kept[link.kind, link.identifiers] = link
    return tuple(
        sorted(kept.values(), key=lambda link: (not link.is_certain, link.kind, str(link.identifiers)))
    )


def _caveats(values: Mapping[str, Value], answers: Sequence[Answer]) -> tuple[str, ...]:
    """What an editor should know of the title and the names that were taken."""
    wanted = {"title": ("title-in-capitals",), "authors": ("names-in-capitals", "authors-cut")}
    by_service = {answer.service: answer for answer in answers}
    return tuple(
        code
        for name, codes in wanted.items()
        if name in values
        for code in codes
        if code in by_service[values[name].service].caveats
    )


def _first(name: str, answers: Sequence[Answer]) -> str:
    return next((value for answer in answers if (value := str(getattr(answer, name)))), "")


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))
