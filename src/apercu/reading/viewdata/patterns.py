"""Every component on one page, with samples: what a newcomer looks at first. Only while developing."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from apercu.reading import addresses
from apercu.reading.reporting.form import Problem
from apercu.reading.subscribing.form import Chosen
from apercu.reading.viewdata import parts
from apercu.reading.viewdata.browse import Order
from apercu.reading.viewdata.choosing import choosing
from apercu.reading.viewdata.citing import Cited, InStyle
from apercu.reading.viewdata.facets import Choice, Facet
from apercu.reading.viewdata.home import Month
from apercu.reading.viewdata.information import Contact
from apercu.reading.viewdata.page import Head, Link, Meta, Page, site
from apercu.reading.viewdata.paging import paging
from apercu.reading.viewdata.preferences import Deeds
from apercu.reading.viewdata.results import Result
from apercu.reading.viewdata.understanding import Correction, Looked, Understanding
from apercu.search.marking import Piece

COLOURS = ("paper", "ink", "ink-soft", "accent", "accent-deep", "rule", "control")
SIZES = ("small", "label", "text", "title", "lead", "standfirst", "heading", "page", "month")


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """One component: its name, what it is for, and how it looks."""

    name: str
    purpose: str
    html: SafeString

    @property
    def anchor(self) -> str:
        return f"pattern-{self.name}"


@dataclass(frozen=True, kw_only=True)
class PatternsPage(Page):
    """Colours, sizes and components."""

    colours: tuple[str, ...]
    sizes: tuple[str, ...]
    patterns: tuple[Pattern, ...]


def patterns_page() -> PatternsPage:
    """All components with samples of our own; the words are samples too and in English."""
    return PatternsPage(
        site=site(), title="Patterns", colours=COLOURS, sizes=SIZES, patterns=tuple(_patterns())
    )


_JUNE = datetime.date(2021, 6, 1)
_EVIDENCE = parts.Evidence(
    types=(Link(text="Meta-analysis", address="#"),), studies=12, people=1204, years="2020"
)
_LINE = parts.Line(
    title="A title that says what was found",
    address="#",
    gist="One sentence a reader gets in five seconds.",
    evidence=_EVIDENCE,
    month=_JUNE,
    month_address="#",
    language="",
    in_practice="The first words on what to do with it.",
)
_CITED = Cited(
    html=format_html("{} <i>{}</i>, {}", "Okafor, A. (2020). A study.", "Journal of Samples", "1(2), 3–4."),
    text="Okafor, A. (2020). A study. Journal of Samples, 1(2), 3–4.",
)
_TEXT = parts.Text(
    line=_LINE,
    anchor="sample",
    topics=(Link(text="Empathy", address="#"), Link(text="Training", address="#")),
    body=mark_safe("<p>What was studied and found.</p>"),
    implications=mark_safe("<p>What to do with it on Monday.</p>"),
    citations=(_CITED,),
    printed_citation="",
    authors=("Alice Martin",),
    changes=(),
    language_name="",
)
_STYLES = tuple(
    InStyle(key=key, name=name, articles=(_CITED,)) for key, name in (("apa", "APA 7"), ("ama", "AMA"))
)
_TERMS = (
    parts.Term(name="Empathy", address="#", count=3),
    parts.Term(name="Therapist factors", address="#", count=9),
)
_MONTHS = (Month(month=_JUNE, address="#", titles=(Link(text=_LINE.title, address="#"),)),)
_FACET = Facet(
    name="topic",
    label="Topic",
    choices=(
        Choice(value="empathy", name="Empathy", count=3, is_chosen=True),
        Choice(value="training", name="Training", count=2, is_chosen=False),
        Choice(value="attachment", name="Attachment", count=0, is_chosen=False),
    ),
)


_RESULT = Result(
    line=_LINE,
    title=(Piece(text="A title that says "), Piece(text="what", is_marked=True), Piece(text=" was found")),
    gist=(Piece(text=_LINE.gist),),
    passage=(
        Piece(text="The sentence in which "),
        Piece(text="what was asked", is_marked=True),
        Piece(text=" stands."),
    ),
    article=(),
    topic=Link(text="Empathy", address="#"),
)


def _patterns() -> Iterator[Pattern]:
    frame = site()
    languages = Page(site=frame, title="", path=addresses.home()).languages
    yield _shown("masthead", "The name and the main ways.", site=frame, section="topics", languages=languages)
    yield _shown("mark", "Our mark, where a site has no logo.")
    yield _shown("features", "A study the latest month opens with.", lines=(_LINE,), level="h3")
    yield _shown("lines", "Summaries in a list.", lines=(_LINE,), level="h3", show_month=True)
    yield _shown("facts", "The evidence in a list, in one line.", evidence=_EVIDENCE)
    yield _shown("evidence", "The evidence at a glance, on a summary.", evidence=_EVIDENCE)
    yield _shown("topics", "What a summary is about.", topics=_TEXT.topics, anchor="sample")
    yield _shown("on_this_page", "Where the parts of a summary are.", has_implications=True, has_article=True)
    yield _shown("implications", "What to do with it.", text=_TEXT, level="h3")
    yield _shown("citation", "The article, cited.", text=_TEXT)
    yield _shown("citing", "A chooser of styles, and exports.", in_styles=_STYLES, exports=_TEXT.topics)
    yield _shown("signature", "Who signs.", text=_TEXT)
    yield _shown("dates", "When.", published=_JUNE, updated=_JUNE, month=_JUNE, month_address="#")
    change = parts.Change(date=_JUNE, text="An earlier version gave 12 studies; there were 13.")
    yield _shown("changes", "What was put right since.", changes=(change,), level="h3", language="")
    yield _shown("in_another_language", "The notice on a text in another language.", name="French")
    yield _shown("months", "Months and their titles.", months=_MONTHS, level="h3")
    yield _shown("terms", "Topics or types as ways in.", terms=_TERMS)
    yield _shown("search", "The search box.", action="#", text="alliance", form="")
    understood = Understanding(
        looked_for=(Looked(label="all of the words", value="alliance, trainees"),),
        corrections=(Correction(typed="allianse", taken="alliance", address="#"),),
        notes=("A bracket has no partner and was passed over.",),
    )
    yield _shown("understanding", "How a search was read.", understanding=understood)
    orders = (
        Order(name="Most relevant", address="#", is_chosen=True),
        Order(name="Newest", address="#", is_chosen=False),
    )
    yield _shown("orders", "The orders of a list.", orders=orders)
    yield _shown("results", "Summaries that were found.", results=(_RESULT,), level="h3")
    yield _shown("filter", "What narrows a list.", facets=(_FACET,), chosen=(), action="#")
    yield _shown("choices", "The boxes of one facet.", facet=_FACET.name, choices=_FACET.choices)
    steps = paging(number=2, total=200, address=lambda number: f"#{number}")
    yield _shown("paging", "A long list, cut into pages.", paging=steps)
    contact = Contact(
        publisher="A network", publisher_address="#", email="a@example.org", postal_lines=("1 Street", "Town")
    )
    yield _shown("contact", "How to reach those who publish the site.", contact=contact)
    taking = parts.Taking(feed="#", exports=_TEXT.topics)
    yield _shown("taking", "What a reader takes along from a list.", taking=taking)
    yield _shown(
        "subscribe_here", "Asking for the mail, in one field.", consent="I would like to receive it."
    )
    boxes = choosing(Chosen(language="en", all_topics=False, topics=("empathy",)))
    yield _shown("choosing", "What somebody may choose of the mail.", choosing=boxes)
    wrong = (Problem(field="email", sentence="Write your e-mail address."),)
    yield _shown("faults", "What keeps a form from being taken.", title="Nothing was sent", problems=wrong)
    yield _shown("blocked", "Why somebody gets no mail.", blocked="bounced", subscribe="#")
    yield _shown("own_data", "One person's data, for themselves.", deeds=Deeds.of("sample"))
    yield _shown("elsewhere", "Where to go from an error.")
    yield _shown("colophon", "The foot of every page.", site=frame, languages=languages)
    yield _unseen("head", "What a page says to programs.", head=Head(metas=(Meta(name="a", content="b"),)))
    yield _unseen("coins", "The article, for reference managers.", coins=("ctx_ver=Z39.88-2004",))
    yield _unseen("styles", "The link to the one style sheet.")


def _shown(component: str, purpose: str, **context: Any) -> Pattern:
    html = render_to_string(f"reading/components/{component}.html", context)
    return Pattern(name=component, purpose=purpose, html=html)


def _unseen(component: str, purpose: str, **context: Any) -> Pattern:
    """A component that prints nothing a reader sees: its source is shown."""
    source = render_to_string(f"reading/components/{component}.html", context)
    return Pattern(name=component, purpose=purpose, html=format_html("<pre>{}</pre>", source.strip()))
