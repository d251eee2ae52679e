"""Text as BibTeX holds it, and back: LaTeX's special characters, and capitals that no style may lower."""

from __future__ import annotations

import re
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

# Braces as words: BibTeX counts `\{` as a brace like any other, and a lone one would end the field. Of the
# words for one, `\lbrace` is the one that pylatexenc knows as well.
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\lbrace{}",
    "}": r"\rbrace{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "&%$#_"},
}
# What TeX would make one character of: "--" a dash, "``" a quotation mark.
_LIGATURES = re.compile(
    r"(?<=-)(?=-)|(?<=`)(?=`)|(?<=')(?=')|(?<=[?!])(?=`)|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)"
)
_SPECIAL = re.compile(r"[\\{}$%~#&_^]|--|``|''|[?!]`|,,|<<|>>")
_BARE_PER_CENT = re.compile(r"(?<!\\)%")  # no comment: BibTeX knows none within a value
_BARE_DOLLAR = re.compile(r"(?<!\\)\$")
# What pylatexenc lacks, or takes for another letter.
_WORDS_FOR = {
    "textasciicircum": "^",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
    "textquotedbl": '"',
}
_WORD = re.compile(r"\S+")


def escaped(text: str) -> str:
    """The text with every character that LaTeX or BibTeX would take for an instruction written out."""
    apart = _LIGATURES.sub("\ue000", text.replace("\ue000", ""))
    return "".join("{}" if letter == "\ue000" else _ESCAPES.get(letter, letter) for letter in apart)


def with_capitals(title: str) -> str:
    """A title whose capitals are in braces, but for the very first letter: styles lower what is not."""

    def word(match: re.Match[str]) -> str:
        text = match[0] if match.start() else match[0][1:]
        shown = escaped(match[0])
        return f"{{{shown}}}" if any(letter.isupper() for letter in text) else shown

    return _WORD.sub(word, title)


def decoded(text: str) -> str:
    """The text a BibTeX value stands for; what is no known command stays as it is."""
    if not _SPECIAL.search(text):
        return text
    text = _BARE_PER_CENT.sub(r"\%", text)
    if len(_BARE_DOLLAR.findall(text)) % 2:
        text = _BARE_DOLLAR.sub(r"\$", text)
    return str(_decoder().latex_to_text(text))


def verbatim(text: str) -> str:
    """An address or a DOI as biblatex wants it, without LaTeX, unless a brace in it would end the field."""
    return escaped(text) if re.search(r"[\\{}]", text) else text


def decoded_verbatim(text: str) -> str:
    """An address or a DOI, with the underscores escaped or bare."""
    return decoded(text) if re.search(r"[\\{}]", text) else text


@lru_cache(maxsize=1)
def _decoder() -> LatexNodes2Text:
    """As bibtexparser sets it up, addresses bare, formulas as they are; and no command dropped in silence."""
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, letter) for name, letter in _WORDS_FOR.items()]
    context.add_context_category("ours", prepend=True, macros=[MacroTextSpec("url", "%s"), *macros])
    context.set_unknown_macro_spec(MacroTextSpec("", lambda node: node.latex_verbatim()))
    return LatexNodes2Text(latex_context=context, math_mode="verbatim")
