"""The text part, written from the same words as the HTML: for reading, not as a leftover of it.

Lines of 72 at most, addresses on lines of their own and never broken.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from django.utils import translation
from django.utils.translation import gettext

from apercu.mailing.composing.letter import Foot, Letter, Section
from apercu.mailing.composing.rich import Rich
from apercu.sources.richtext import Element, Listing, Paragraph, Quotation, Run

WIDTH = 72
_MARGIN = "  "
_IN_PRACTICE = "  | "  # the rule beside the practice implications, as the HTML has one


def write(letter: Letter) -> str:
    """The copy as text."""
    with translation.override(letter.language):
        blocks = [
            *_opening(letter),
            *(
                block
                for number, one in enumerate(letter.sections, 1)
                for block in _section(one, number, letter)
            ),
            *_closing(letter),
            *_foot(letter, letter.foot),
        ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _opening(letter: Letter) -> Iterator[str]:
    if letter.foot.is_test:
        yield wrapped(f"*** {test_notice()} ***")
    yield letter.name
    if letter.month:
        yield _underlined(f"{letter.month} {letter.year}", "=")
    else:
        yield _underlined(gettext("New"), "=")
    yield rich_text(letter.teaser)
    yield wrapped(letter.note) if letter.note else ""
    if len(letter.sections) > 1:
        titles = (
            wrapped(one.title, first=f"{number:>3}. ", then="     ")
            for number, one in enumerate(letter.sections, 1)
        )
        yield "\n".join([gettext("In this issue") + "\n" if letter.month else "", *titles]).lstrip("\n")


def _section(one: Section, number: int, letter: Letter) -> Iterator[str]:
    is_alone = len(letter.sections) == 1
    title = one.title if is_alone else f"{number}. {one.title}"
    yield "\n" + _underlined(wrapped(title), "-")
    yield "\n".join(wrapped(line) for line in (one.topics, one.at_a_glance) if line)
    yield wrapped(one.note) if one.note else ""
    yield wrapped(one.gist) if one.gist else ""
    if one.implications:
        lines = f"{gettext('Practice implications')}\n\n{rich_text(one.implications, less=len(_IN_PRACTICE))}"
        yield "\n".join((_IN_PRACTICE + line).rstrip() for line in lines.splitlines())
    for citation in one.citations:
        yield _citation(citation.text)
    yield wrapped(one.signature) if one.signature else ""
    yield f"{gettext('Read the summary')}\n{one.address}"


def _citation(text: str) -> str:
    """The citation, its address on a line of its own."""
    words, _space, address = text.rpartition(" ")
    if not address.startswith(("https://", "http://")):
        words, address = text, ""
    lines = wrapped(words, first=_MARGIN, then=_MARGIN * 2)
    return f"{lines}\n{_MARGIN * 2}{address}" if address else lines


def _closing(letter: Letter) -> Iterator[str]:
    if letter.others:
        yield "\n" + wrapped(letter.others)
    if letter.month_address:
        yield f"{gettext('The whole month')}\n{letter.month_address}"
    if letter.announcements:
        yield "\n" + _underlined(gettext("Announcements"), "-")
        yield rich_text(letter.announcements)


def _foot(letter: Letter, foot: Foot) -> Iterator[str]:
    yield "\n" + "-" * WIDTH
    yield wrapped(foot.why)
    yield f"{gettext('Change your choices or unsubscribe')}\n{foot.choices}"
    if letter.view:
        yield f"{gettext('Read on the web')}\n{letter.view}"
    yield "\n".join([foot.sender, *foot.lines, *([foot.contact] if foot.contact else []), letter.home])


def test_notice() -> str:
    """What a test says of itself, before anything else."""
    return gettext(
        "This is a test, sent to you alone. Its links to a reader’s choices and to the web have no effect."
    )


def wrapped(words: str, *, first: str = "", then: str = "", width: int = WIDTH) -> str:
    """The words in lines; no address and no word is broken, no-break spaces hold."""
    return textwrap.fill(
        words,
        width,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )


def rich_text(text: Rich, *, less: int = 0) -> str:
    """A rich text as lines, `less` signs narrower."""
    return "\n\n".join(_blocks(text.told, WIDTH - less))


def _blocks(elements: Iterable[Element], width: int) -> Iterator[str]:
    for element in elements:
        if isinstance(element, Paragraph):
            yield _lines(element.runs, width)
        elif isinstance(element, Quotation):
            yield textwrap.indent("\n\n".join(_blocks(element.blocks, width - 2)), "> ", lambda _line: True)
        else:
            yield _items(element, width)


def _items(listing: Listing, width: int) -> str:
    items = []
    for number, item in enumerate(listing.items, 1):
        mark = f"{number}. " if listing.ordered else "- "
        inside = "\n".join(_blocks(item, width - len(mark)))
        items.append(mark + textwrap.indent(inside, " " * len(mark)).removeprefix(" " * len(mark)))
    return "\n".join(items)


def _lines(runs: Sequence[Run], width: int) -> str:
    whole = "".join(run.text for run in runs)
    return "\n".join(wrapped(line, width=width) for line in whole.split("\n"))


def _underlined(title: str, sign: str) -> str:
    return f"{title}\n{sign * max(map(len, title.splitlines()))}"
