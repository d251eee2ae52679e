"""`make words`: gathers the words to translate from code and templates, and compiles the French catalogue.

Needs no GNU gettext. What it writes depends on the words alone: no dates, no line numbers, one order.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

if TYPE_CHECKING:
    from babel.messages.extract import _PyOptions

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "apercu"
CATALOGUE = SOURCE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
SUFFIXES = [".py", ".html", ".txt", ".xml"]

# What each function takes: nothing for one text, else which arguments are texts; "c" marks a context.
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...] | None] = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], (1, 2)),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], ((1, "c"), 2)),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], ((1, "c"), 2, 3)),
}
HEADER = [
    ("Project-Id-Version", "Aperçu"),
    ("Language", "fr"),
    ("Plural-Forms", "nplurals=2; plural=(n > 1);"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
]


@dataclass(frozen=True, kw_only=True)
class Words:
    """One text to translate, as it stands in the code."""

    singular: str
    plural: str | None = None
    context: str | None = None
    comment: str = ""  # what its author tells translators

    @property
    def id(self) -> str | tuple[str, str]:
        return (self.singular, self.plural) if self.plural else self.singular


class FrenchCatalogue(Catalog):
    """A catalogue whose header says nothing of when, by whom and with what it was written."""

    def __init__(self) -> None:
        super().__init__(locale="fr", header_comment="# The words of Aperçu in French.", fuzzy=False)

    mime_headers = property(lambda _self: HEADER, lambda _self, _headers: None)


def main() -> None:
    """Bring the catalogue up to date, compile it, and say what waits for a translator."""
    before = read_catalogue()
    after = brought_up_to_date(before)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(as_po(after))
    COMPILED.write_bytes(as_mo(after))
    sys.stdout.write("\n".join(report(before, after)) + "\n")


def read_catalogue() -> Catalog:
    """The catalogue as it stands in the checkout."""
    return read(CATALOGUE.read_bytes()) if CATALOGUE.exists() else FrenchCatalogue()


def read(po: bytes) -> Catalog:
    """A catalogue from the text of its file."""
    return read_po(BytesIO(po), locale="fr", abort_invalid=True)


def brought_up_to_date(before: Catalog) -> Catalog:
    """Every text of the code with its translation if it has one; texts that are gone are left out."""
    after = FrenchCatalogue()
    for words, files in sorted(gathered().items(), key=_in_order):
        old = before.get(words.singular, words.context)
        is_same = old is not None and old.id == words.id
        after.add(
            words.id,
            string=old.string if old is not None and is_same else None,
            locations=[(file, 0) for file in sorted(files)],
            auto_comments=[words.comment] if words.comment else [],
            user_comments=old.user_comments if old is not None else [],
            flags=old.flags & {"fuzzy"} if old is not None and is_same else (),
            context=words.context,
        )
    return after


def gathered() -> dict[Words, set[str]]:
    """Every text of ours that is marked for translation, and the files it stands in."""
    found: dict[tuple[str | None, str], list[tuple[Words, str]]] = {}
    for path in sorted(path for suffix in SUFFIXES for path in SOURCE.rglob(f"*{suffix}")):
        for words in words_in(path.read_text("utf-8"), is_template=path.suffix != ".py"):
            found.setdefault((words.context, words.singular), []).append(
                (words, path.relative_to(SOURCE).as_posix())
            )
    return {_united(uses): {file for _words, file in uses} for uses in found.values()}


def words_in(source: str, *, is_template: bool) -> Iterable[Words]:
    """The texts marked for translation in a Python file or a template."""
    # The tokenizer minds indentation, which means nothing in a template.
    python = "\n".join(line.strip() for line in templatize(source).splitlines()) if is_template else source
    options: _PyOptions = {"encoding": "utf-8"}
    marked = extract_python(BytesIO(python.encode()), KEYWORDS, ["Translators:"], options)
    for _line, function, messages, comments in marked:
        marks = KEYWORDS[str(function)] or (1,)
        texts = [messages] if isinstance(messages, str) else list(messages or [])
        if len(texts) < len(marks) or not all(isinstance(text, str) for text in texts[: len(marks)]):
            continue  # a variable: whoever made its text has marked it
        context = str(texts.pop(0)) if isinstance(marks[0], tuple) else None
        plural = str(texts[1]) if len(marks) - (context is not None) == 2 else None
        yield Words(context=context, singular=str(texts[0]), plural=plural, comment=" ".join(comments or ()))


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as a text for translators."""
    file = BytesIO()
    write_po(file, catalogue, width=0, include_lineno=False)
    return file.getvalue().rstrip(b"\n") + b"\n"


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as programs read it (GNU gettext manual, "The Format of GNU MO Files")."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def forms(message: Message) -> tuple[str, ...]:
    """The translations of a text: one, or one for each plural form; empty where there is none."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def waiting(catalogue: Catalog) -> list[Message]:
    """The texts without a finished translation."""
    return [message for message in catalogue if message.id and (message.fuzzy or not all(forms(message)))]


def report(before: Catalog, after: Catalog) -> Iterable[str]:
    """What changed and what is still to do, for whoever translates."""
    gone = {
        _singular(old): old for old in before if old.id and after.get(_singular(old), old.context) is None
    }
    yield f"{len(after)} texts in {CATALOGUE.relative_to(ROOT)}, {len(gone)} taken out."
    for message in (missing := waiting(after)):
        yield f"To translate: {_singular(message)}"
        for near in difflib.get_close_matches(_singular(message), gone, n=1):
            yield f"    like “{near}”, which was “{forms(gone[near])[0]}”"
    if not missing:
        yield "Everything is translated."


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _united(uses: list[tuple[Words, str]]) -> Words:
    """One text for all its uses: gettext keeps a text and its plural under the text alone."""
    plural = next((words.plural for words, _file in uses if words.plural), None)
    comment = next((words.comment for words, _file in uses if words.comment), "")
    return Words(context=uses[0][0].context, singular=uses[0][0].singular, plural=plural, comment=comment)


def _in_order(item: tuple[Words, set[str]]) -> tuple[str, str, str]:
    words, files = item
    return (min(files), words.singular, words.context or "")


if __name__ == "__main__":
    main()
