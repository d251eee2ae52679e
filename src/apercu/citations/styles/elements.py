"""The CSL processor's elements where they do not do what CSL 1.0.2 asks: each class mends one.

citeproc-py builds a style as a tree of lxml elements, one class a tag; a tree parsed with these classes in
place of its own prints what the specification says. The tests name the defects one by one.
"""

from __future__ import annotations

from typing import Any

from citeproc import model
from citeproc.source import VariableError
from citeproc.string import String

from apercu.citations.styles.casing import capitalised, title_case
from apercu.citations.styles.initials import initials, spaced_initials
from apercu.citations.styles.punctuation import inner_quotes


class Rendering:
    """What is going on while one reference is printed: kept on the root of the style's tree."""

    def __init__(self, *, english: bool, authors_cut: bool) -> None:
        self.english = english  # the title may be set in title case
        self.authors_cut = authors_cut
        self.asked = 0  # variables a style asked for, and those it got, so far
        self.printed: list[str] = []


def _rendering(element: Any) -> Rendering:
    rendering: Rendering = element.get_root().rendering
    return rendering


def _cased(element: Any, text: Any) -> Any:
    """The text in the case the element asks for."""
    case = element.get("text-case")
    if case is None or text is None:
        return text
    plain = str(text)
    if case == "title":
        return String(title_case(plain)) if _rendering(element).english else text
    changes = {"lowercase": str.lower, "uppercase": str.upper, "capitalize-first": capitalised}
    return String(changes[case](plain)) if case in changes else text


class Text(model.Text):
    """No leading "1." of a numbered list; title case; quotation marks within quotation marks."""

    def process(self, item: Any, context: Any = None, **kwargs: Any) -> tuple[Any, str]:
        """The text of a variable, macro, term or value."""
        variable = self.get("variable")
        if variable in ("citation-number", "locator"):  # neither is there: one reference stands alone
            raise VariableError
        if variable is None:
            text, _language = super().process(item, context, **kwargs)
            return text, ""
        if variable not in self.generated_variables:  # "n.d." stands with or without a letter
            _rendering(self).asked += 1
        text, _language = super().process(item, context, **kwargs)
        if text is not None:
            _rendering(self).printed.append(variable)
        return text, ""

    def case(self, text: Any, *_: Any) -> Any:
        return _cased(self, text)

    def quote(self, string: Any) -> Any:
        if self.get("quotes", "false").lower() != "true":
            return string
        inner = "“" in str(self.get_single_term(name="open-quote"))
        return super().quote(String(inner_quotes(str(string))) if inner else string)


class Number(model.Number):
    """French ordinals; a label's letters."""

    def process(self, item: Any, *_: Any, **__: Any) -> Any:
        _rendering(self).asked += 1
        variable = self.get("variable")
        if variable.replace("-", "_") not in item.reference:
            raise VariableError
        _rendering(self).printed.append(variable)
        return self._process(item.reference[variable.replace("-", "_")], variable)

    def case(self, text: Any, *_: Any) -> Any:
        return _cased(self, text)

    def format_number(self, number: str) -> str:
        """ "2e" and "1re", feminine as "édition" is; elsewhere as the processor does."""
        if self.get("form") == "ordinal" and self.get_root().language == "fr" and number.isdecimal():
            return f"{int(number)}{'ʳᵉ' if int(number) == 1 else 'ᵉ'}"
        text: str = super().format_number(number)
        return text


class Date(model.Date):
    """The delimiter of a date in the style's own locale."""

    def process(self, item: Any, variable: Any = None, **kwargs: Any) -> Any:
        """The date, or nothing."""
        if variable is None:  # not a locale's pattern called from a date of the style
            _rendering(self).asked += 1
            text = super().process(item, **kwargs)
            if text:
                _rendering(self).printed.append(self.get("variable"))
            return text
        return super().process(item, variable, **kwargs)

    def join(self, strings: Any, default_delimiter: str = "") -> Any:
        form = self.get("form")
        pattern = None if form is None or self.is_locale_date() else self.get_date(form)
        own = default_delimiter if pattern is None else pattern.get("delimiter", default_delimiter)
        return super().join(strings, own)


class DatePart(model.Date_Part):
    """Leaves the style's tree as it found it: citeproc-py writes one date's options into all."""

    def process(self, date: Any, context: Any = None) -> Any:
        before = dict(self.attrib)
        try:
            return super().process(date, context)
        finally:
            self.attrib.clear()
            self.attrib.update(before)

    def case(self, text: Any, *_: Any) -> Any:
        return _cased(self, text)


class Label(model.Label):
    """No label without what it labels; a capital where the style asks for title case ("Eds.")."""

    def process(
        self, item: Any, variable: Any = None, plural: Any = None, context: Any = None, **_: Any
    ) -> Any:
        of = variable or self.get("variable")
        if of == "locator" or of.replace("-", "_") not in item.reference:
            raise VariableError
        if plural is None:
            plural = self._is_plural(item)
        return super().process(item, variable, plural, context)

    def case(self, text: Any, *_: Any) -> Any:
        if self.get("text-case") == "title" and text is not None:
            return String(capitalised(str(text)))
        return _cased(self, text)

    def _is_plural(self, item: Any) -> bool:
        value = str(item.reference[self.get("variable").replace("-", "_")])
        return self.RE_MULTIPLE_NUMBERS.search(value) is not None


class Names(model.Names):
    """Names in the place of others look like them, however deep in the substitute they stand."""

    def process(self, item: Any, names_context: Any = None, context: Any = None, **kwargs: Any) -> Any:
        roles = self.get("variable").split()
        _rendering(self).asked += 1
        if names_context is None and self.name is None:
            replaced = self.xpath_search("./ancestor::cs:substitute[1]/parent::cs:names")
            names_context = replaced[0] if replaced else None
        text = super().process(item, names_context=names_context, context=context, **kwargs)
        _rendering(self).printed.extend(role for role in roles if role in item.reference)
        return text


class Substitute(model.Substitute):
    """What stood in for a missing author is not printed a second time in its own place."""

    def render(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        rendering = _rendering(self)
        before = len(rendering.printed)
        text = super().render(item, context, **kwargs)
        if text:
            for variable in rendering.printed[before:]:
                item.reference.pop(variable.replace("-", "_"), None)
        return text


class Group(model.Group):
    """Suppressed when every variable asked for within it, directly or in a macro, is empty."""

    def process(self, item: Any, context: Any = None, **kwargs: Any) -> Any:
        rendering = _rendering(self)
        asked, printed = rendering.asked, len(rendering.printed)
        text = self.render_children(item, delimiter=self.get("delimiter", ""), context=context, **kwargs)
        nothing_to_say = rendering.asked > asked and len(rendering.printed) == printed
        if text is None or nothing_to_say:
            raise VariableError
        return text


class Name(model.Name):
    """Given names in full where the style wants them; lists that were cut where they were read."""

    def get_option(self, name: str, context: Any = None, sort_options: Any = None) -> Any:
        rendering = _rendering(self)
        if rendering.authors_cut and "et-al" in name and self._names:
            return self._option_of_cut_list(name, context, sort_options)
        return super().get_option(name, context, sort_options)

    def process(self, item: Any, variable: str, **kwargs: Any) -> Any:
        cut = _rendering(self).authors_cut and variable == "author"
        names = item.reference.get(variable, [])
        self._names = len(names) if cut else 0
        if cut:  # one more name, never printed, that "et al." stands for
            item.reference[variable] = [*names, names[-1]]
        try:
            return super().process(item, variable, **kwargs)
        finally:
            self._names = 0
            item.reference[variable] = names

    def _option_of_cut_list(self, name: str, context: Any, sort_options: Any) -> Any:
        least = super().get_option("et-al-min", context, sort_options)
        if name == "et-al-use-last":
            return False
        if name == "delimiter-precedes-et-al":
            return "always"
        if name == "et-al-min":
            return self._names + 1
        if name == "et-al-use-first" and not (least and self._names + 1 >= least):
            return self._names
        return super().get_option(name, context, sort_options)

    def initialize(self, given: str, mark: str, context: Any) -> str:
        if self.get("initialize", "true") == "false":
            return spaced_initials(given, mark)
        return initials(given, mark, hyphens=self.get_option("initialize-with-hyphen", context))


ELEMENTS = {
    "text": Text,
    "number": Number,
    "date": Date,
    "date-part": DatePart,
    "label": Label,
    "names": Names,
    "substitute": Substitute,
    "group": Group,
    "name": Name,
}
