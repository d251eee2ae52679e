"""How a search was understood, said in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apercu import querylang
from apercu.querylang import Name, Part, Why
from apercu.reading import addresses
from apercu.reading.asking import Asked
from apercu.reading.finding import Findings
from apercu.search.understanding import Understood


@dataclass(frozen=True, kw_only=True)
class Looked:
    """One thing that was looked for: what it is, and its words."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A word taken for another, and the address of the search for that."""

    typed: str
    taken: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """How a search was understood."""

    looked_for: tuple[Looked, ...]
    corrections: tuple[Correction, ...]
    notes: tuple[str, ...]  # a sentence each: what was taken otherwise than typed


def understanding(asked: Asked, found: Findings) -> Understanding | None:
    """How this search was understood; None where nothing was typed."""
    if not asked.text:
        return None
    if found.understood is None:
        note = _("The search is being prepared. Until it is ready, only titles and gists are looked through.")
        return Understanding(looked_for=(), corrections=(), notes=(note,))
    return Understanding(
        looked_for=tuple(_looked_for(found.understood, _needed(found))),
        corrections=tuple(_corrections(asked, found.understood)),
        notes=tuple(_notes(found)),
    )


def _needed(found: Findings) -> int:
    """How many of the words each summary has; where none was found, how many it should have had."""
    assert found.understood is not None
    return found.words_needed if found.total else found.understood.enough


def _looked_for(understood: Understood, needed: int) -> Iterator[Looked]:
    if understood.words:
        yield Looked(label=_words_label(understood.words, needed), value=_listed(understood.words))
    if understood.welcome:
        yield Looked(label=_("and better with"), value=_listed(understood.welcome))
    for part in understood.query.parts:
        if (one := _condition(part)) is not None:
            yield one


def _words_label(words: tuple[str, ...], needed: int) -> str:
    if len(words) == 1:
        return _("the words") if " " in words[0] else _("the word")
    if needed >= len(words):
        return _("all of the words")
    return ngettext("at least %(number)s of the words", "at least %(number)s of the words", needed) % {
        "number": needed
    }


def _condition(part: Part) -> Looked | None:
    """A part that is more than a word, with its name."""
    match part:
        case querylang.Phrase():
            return Looked(label=_("exactly"), value=_quoted(part.text))
        case querylang.Field():
            return Looked(label=_field_name(part.name), value=part.value)
        case querylang.Years():
            return Looked(label=_("year"), value=_years(part))
        case querylang.AnyOf():
            return Looked(label=_("one of"), value=", ".join(_written(one) for one in part.parts))
        case querylang.Group():
            return Looked(label=_("together"), value=" ".join(_written(one) for one in part.parts))
        case querylang.Not():
            return Looked(label=_("without"), value=_written(part.part))
        case _:
            return None


def _field_name(name: Name) -> str:
    names = {
        Name.AUTHOR: _("author of the article"),
        Name.TOPIC: _("topic"),
        Name.TYPE: _("research type"),
        Name.JOURNAL: _("journal"),
        Name.DOI: "DOI",
    }
    return names[name]


def _written(part: Part) -> str:
    """A part inside another, as short as it can be said."""
    match part:
        case querylang.Word():
            return f"{part.text}*" if part.is_start else part.text
        case querylang.Phrase():
            return _quoted(part.text)
        case querylang.Field():
            return f"{_field_name(part.name)} {part.value}"
        case querylang.Years():
            return _years(part)
        case querylang.AnyOf():
            return f" {_('or')} ".join(_written(one) for one in part.parts)
        case querylang.Group():
            return " ".join(_written(one) for one in part.parts)
        case querylang.Not():
            return _("not %(part)s") % {"part": _written(part.part)}


def _years(part: querylang.Years) -> str:
    if part.first == part.last:
        return str(part.first)
    if part.first is None:
        return _("up to %(year)s") % {"year": part.last}
    if part.last is None:
        return _("from %(year)s on") % {"year": part.first}
    return _("%(first)s to %(last)s") % {"first": part.first, "last": part.last}


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)


def _corrections(asked: Asked, understood: Understood) -> Iterator[Correction]:
    for one in understood.corrected:
        text = asked.text.replace(one.typed, one.taken)
        address = addresses.browse(replace(asked, text=text, page=1))
        yield Correction(typed=one.typed, taken=one.taken, address=address)


def _notes(found: Findings) -> Iterator[str]:
    understood = found.understood
    assert understood is not None
    for unnamed in understood.unnamed:
        sentence = (
            _("No topic is called “%(value)s”; its words were looked for.")
            if unnamed.name is Name.TOPIC
            else _("No research type is called “%(value)s”; its words were looked for.")
        )
        yield sentence % {"value": unnamed.value}
    for unread in understood.unread:
        yield _unread(unread.why) % {"text": unread.text}
    if found.total and found.words_needed < understood.enough:
        yield _("Nothing has more of these words together.")


def _unread(why: Why) -> str:
    sentences = {
        Why.UNKNOWN_FIELD: _("“%(text)s” names no field here, so it was read as words."),
        Why.EMPTY_FIELD: _("Nothing stands behind “%(text)s”, so it was read as a word."),
        Why.NOT_A_YEAR: _("“%(text)s” is no year, so it was read as words."),
        Why.LONELY_QUOTE: _("A quotation mark has no partner, so what follows it was read as words."),
        Why.LONELY_BRACKET: _("A bracket has no partner and was passed over."),
        Why.LONELY_OR: _("“%(text)s” has nothing on one side and was passed over."),
        Why.TOO_LONG: _("The search was very long: only its beginning was read."),
    }
    return sentences[why]
