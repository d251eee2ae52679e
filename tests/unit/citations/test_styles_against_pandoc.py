"""Formatted references are what pandoc's citeproc prints, but for the differences listed here with reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from apercu.citations.reference import Reference
from apercu.citations.styles import LANGUAGES, STYLES, format_reference, year_suffixes
from tests.unit.citations.formatted_samples import HARD, journal, sample
from tests.unit.citations.pandoc_citeproc import formatted, plain

EVERY_STYLE = tuple(STYLES)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Where we print something else than pandoc, in what, and why."""

    reason: str
    changes: dict[str, tuple[str, str]]  # name of the reference: what pandoc prints, what we print
    styles: tuple[str, ...] = EVERY_STYLE
    languages: tuple[str, ...] = field(default=LANGUAGES)


_CUT = "the list of authors was cut where it was read, which CSL cannot say: pandoc names those as if all"
_EDITORS = "pandoc sets the label before the editors and loses the colon; NLM and AMA have it after them"
_QUOTES = "the title's own quotation marks are the title's, whatever language the page is in"
_TERMS = "the terms of the French locale are newer in citeproc-py than in pandoc"
_FAMILY = "the record holds “van Dis” as the family name, as it was printed; pandoc takes it apart"

KNOWN = (
    Difference(
        reason="APA 7, section 9.27: an article number follows the word Article; told by its shape",
        styles=("apa",),
        changes={
            "2018-10-brain-scans-before-and-after-therapy": (", e74657.", ", Article e74657."),
            "2021-10-progress-feedback-small-gain": (", 102002.", ", Article 102002."),
            "article number as pages": (", e0249999.", ", Article e0249999."),
        },
    ),
    Difference(
        reason=_CUT,
        styles=("apa",),
        changes={"2020-09-therapy-by-phone-or-video": ("Varker, T. (", "Varker, T., et al. (")},
    ),
    Difference(
        reason=_CUT,
        styles=("chicago",),
        changes={"2020-09-therapy-by-phone-or-video": ("Varker, T. 2019", "Varker, T., et al. 2019")},
    ),
    Difference(
        reason=_CUT,
        styles=("vancouver", "ama"),
        changes={
            "2020-09-therapy-by-phone-or-video": ("Varker T.", "Varker T, et al."),
            "2022-11-skill-rather-than-script": ("Simmonds-Buckley M.", "Simmonds-Buckley M, et al."),
        },
    ),
    Difference(
        reason=_CUT,
        styles=("apa",),
        languages=("en",),
        changes={
            "2022-11-skill-rather-than-script": ("& Simmonds-Buckley, M.", "Simmonds-Buckley, M., et al.")
        },
    ),
    Difference(
        reason=_CUT,
        styles=("apa",),
        languages=("fr",),
        changes={
            "2022-11-skill-rather-than-script": (" et Simmonds-Buckley, M.", ", Simmonds-Buckley, M., et al.")
        },
    ),
    Difference(
        reason=_CUT,
        styles=("chicago",),
        languages=("en",),
        changes={
            "2022-11-skill-rather-than-script": ("and M. Simmonds-Buckley.", "M. Simmonds-Buckley, et al.")
        },
    ),
    Difference(
        reason=_CUT,
        styles=("chicago",),
        languages=("fr",),
        changes={
            "2022-11-skill-rather-than-script": ("et M. Simmonds-Buckley.", "M. Simmonds-Buckley, et al.")
        },
    ),
    Difference(
        reason="initials have neither points nor hyphens in NLM and AMA; pandoc keeps one already printed",
        styles=("vancouver", "ama"),
        changes={"hyphened initials": ("Dash J-P", "Dash JP")},
    ),
    Difference(
        reason=_EDITORS,
        styles=("vancouver",),
        languages=("en",),
        changes={
            "chapter": ("In, editorsEdwin A, Itor B.", "In: Edwin A, Itor B, editors."),
            "chapter, one editor": ("In, editorEdna AI.", "In: Edna AI, editor."),
            "edited book": (", editorsEdgar JC, Edwards M.", "Edgar JC, Edwards M, editors."),
        },
    ),
    Difference(
        reason=f"{_EDITORS}; {_TERMS}",
        styles=("vancouver",),
        languages=("fr",),
        changes={
            "chapter": ("Dans, éditeursEdwin A, Itor B.", "Dans: Edwin A, Itor B, directeurs scientifiques."),
            "chapter, one editor": ("Dans, éditeurEdna AI.", "Dans: Edna AI, directeur scientifique."),
            "edited book": (
                ", éditeursEdgar JC, Edwards M.",
                "Edgar JC, Edwards M, directeurs scientifiques.",
            ),
        },
    ),
    Difference(
        reason=_EDITORS,
        styles=("ama",),
        languages=("en",),
        changes={
            "chapter": ("In, eds.Edwin A, Itor B.", "In: Edwin A, Itor B, eds."),
            "chapter, one editor": ("In, ed.Edna AI.", "In: Edna AI, ed."),
            "edited book": (", eds.Edgar JC, Edwards M.", "Edgar JC, Edwards M, eds."),
        },
    ),
    Difference(
        reason=f"{_EDITORS}; {_TERMS}",
        styles=("ama",),
        languages=("fr",),
        changes={
            "chapter": ("Dans, éd.Edwin A, Itor B.", "Dans: Edwin A, Itor B, dir."),
            "chapter, one editor": ("Dans, éd.Edna AI.", "Dans: Edna AI, dir."),
            "edited book": (", éd.Edgar JC, Edwards M.", "Edgar JC, Edwards M, dir."),
            "2019-05-less-direction-for-reactant-clients": (
                "Advance online publication",
                "Publication en ligne anticipée",
            ),
            "2020-09-therapy-by-phone-or-video": (
                "Advance online publication",
                "Publication en ligne anticipée",
            ),
            "advance": ("Advance online publication", "Publication en ligne anticipée"),
            "preprint": ("Preprint 4", "Prépublication 4"),
        },
    ),
    Difference(
        reason=_TERMS,
        styles=("chicago",),
        languages=("fr",),
        changes={
            "chapter": ("édité par", "sous la direction de"),
            "chapter, one editor": ("édité par", "sous la direction de"),
            "edited book": (", éd.", ", dir."),
            "2019-05-less-direction-for-reactant-clients": (
                "advance online publication",
                "publication en ligne anticipée",
            ),
            "2020-09-therapy-by-phone-or-video": (
                "advance online publication",
                "publication en ligne anticipée",
            ),
        },
    ),
    Difference(
        reason=_TERMS,
        styles=("vancouver",),
        languages=("fr",),
        changes={
            "report": ("Disponible à", "Disponible sur"),
            "web page": ("Disponible à", "Disponible sur"),
        },
    ),
    Difference(
        reason=_QUOTES,
        styles=("apa", "vancouver", "ama"),
        languages=("fr",),
        changes={
            "quoted question": ("« Who am I? »", "“Who am I?”"),
            "straight quotes": ("« good enough »", "“good enough”"),
            "typographic quotes": ("« good enough »", "“good enough”"),
        },
    ),
    Difference(
        reason=_FAMILY,
        styles=("chicago",),
        changes={
            "2020-09-does-cbt-for-anxiety-last": ("Dis, Eva A. M. van,", "van Dis, Eva A. M.,"),
            "2021-10-progress-feedback-small-gain": ("Jong, Kim de,", "de Jong, Kim,"),
        },
    ),
    Difference(
        reason="“vs” is a preposition and stays small (Chicago 18, section 8.160)",
        styles=("chicago",),
        languages=("en",),
        changes={"2022-04-stratified-or-stepped-care": ("Vs Stepped", "vs Stepped")},
    ),
)


def expected(pandoc: str, *, name: str, style: str, language: str) -> str:
    """What pandoc prints, with the listed differences put in; one that is no longer there fails."""
    text = " ".join(pandoc.replace("\u00a0", " ").replace("\u202f", " ").split())
    for known in KNOWN:
        if style in known.styles and language in known.languages and name in known.changes:
            theirs, ours = known.changes[name]
            assert text.count(theirs) == 1, f"pandoc no longer prints “{theirs}”: {text}"
            text = text.replace(theirs, ours)
    return text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("style", STYLES)
def test_references_read_as_pandoc_prints_them(style: str, language: str, tmp_path: Path) -> None:
    references = {**sample(), **HARD}
    theirs = formatted(references, style=style, language=language, folder=tmp_path)
    assert len(sample()) == 30
    assert theirs.keys() == references.keys()
    ours = {
        name: plain(format_reference(reference, style=style, language=language).html)
        for name, reference in references.items()
    }
    wanted = {
        name: expected(text, name=name, style=style, language=language) for name, text in theirs.items()
    }
    assert ours == wanted


def test_plain_text_is_the_html_without_its_faces() -> None:
    for reference in {**sample(), **HARD}.values():
        done = format_reference(reference)
        without = plain(done.html).replace("<i>", "").replace("</i>", "")
        assert " ".join(done.text.split()) == without.replace("<sub>", "").replace("</sub>", "").replace(
            "<sup>", ""
        ).replace("</sup>", "")


def test_letters_of_years_are_pandocs(tmp_path: Path) -> None:
    alike: dict[str, Reference] = {
        "second": journal("Letter", title="Moths"),
        "alone": journal("Letter", title="Bees", issued=None),
        "first": journal("Letter", title="Butterflies"),
        "third": journal("Letter", title="Wasps"),
    }
    letters = dict(zip(alike, year_suffixes(tuple(alike.values())), strict=True))
    assert letters == {"first": "a", "second": "b", "third": "c", "alone": ""}
    for style in ("apa", "chicago"):
        theirs = formatted(alike, style=style, language="en", folder=tmp_path)
        for name, reference in alike.items():
            assert (
                plain(format_reference(reference, style=style, year_suffix=letters[name]).html)
                == theirs[name]
            )
