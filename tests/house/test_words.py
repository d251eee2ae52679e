"""Every word of ours can be read in French: gathered, translated, printed as French is, compiled."""

from __future__ import annotations

import json
from importlib import resources

import pytest
from babel.messages.catalog import Message
from django.utils import translation

from tests.french import faults, placeholders
from tests.words import (
    CATALOGUE,
    COMPILED,
    Words,
    as_mo,
    as_po,
    brought_up_to_date,
    forms,
    read,
    read_catalogue,
    waiting,
    words_in,
)

MESSAGES = [message for message in read_catalogue() if message.id]


def singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def test_the_catalogue_has_exactly_the_words_of_the_code() -> None:
    assert len(MESSAGES) > 200
    assert as_po(brought_up_to_date(read_catalogue())) == CATALOGUE.read_bytes(), "run `make words`"


def test_no_word_waits_for_a_translator() -> None:
    assert [singular(message) for message in waiting(read_catalogue())] == []


def test_the_compiled_catalogue_is_the_one_translators_wrote() -> None:
    assert as_mo(brought_up_to_date(read_catalogue())) == COMPILED.read_bytes(), "run `make words`"


def test_what_is_filled_into_a_text_is_filled_into_its_translation() -> None:
    """A French singular also counts nothing ("0 résumé"), so it has the number even if one English has not."""
    odd = []
    for message in MESSAGES:
        english = message.id if isinstance(message.id, str) else message.id[1]
        odd += [form for form in forms(message) if placeholders(form) != placeholders(english)]
    assert odd == []


def test_the_catalogue_is_printed_as_french_is() -> None:
    assert {form: found for message in MESSAGES for form in forms(message) if (found := faults(form))} == {}


def test_topics_and_research_types_are_printed_as_french_is() -> None:
    text = resources.files("apercu.content").joinpath("taxonomy/taxonomy.json").read_text("utf-8")
    rows = [row for rows in json.loads(text).values() for row in rows]
    words = [row[field] for row in rows for field in ("name_fr", "description_fr")]
    assert {word: found for word in words if (found := faults(word))} == {}


def test_french_readers_meet_our_translation_and_not_that_of_a_library() -> None:
    with translation.override("fr"):
        assert [message.id for message in MESSAGES if said(message) != forms(message)] == []


def said(message: Message) -> tuple[str, ...]:
    """What Django makes of a text: the form for nothing and for one is the same in French."""
    if isinstance(message.id, str):
        context = message.context
        return (translation.pgettext(context, message.id) if context else translation.gettext(message.id),)
    numbers = {translation.ngettext(message.id[0], message.id[1], number) for number in (0, 1)}
    return (*numbers, translation.ngettext(message.id[0], message.id[1], 2))


def test_gathering_sees_every_way_a_word_is_marked() -> None:
    template = """{% load i18n %}
        {% translate "Topics" %} {% translate 'Search' as search %} {{ _("Pages") }}
      {% translate "May" context "month" %}
    {% blocktranslate trimmed with name=x|lower %}
        By {{ name }},
        at 50 %
    {% endblocktranslate %}
    {% blocktranslate count n=x %}{{ n }} study{% plural %}{{ n }} studies{% endblocktranslate %}
      {# Translators: of a book #}
      {% translate "Chapter" %}
    """
    python = """
        from django.utils.translation import gettext as _, ngettext, pgettext_lazy
        a = _("One " "two")
        b = ngettext("%(n)s day", "%(n)s days", n)
        c = pgettext_lazy("verb", "export")
        d = _(variable)
    """
    assert list(words_in(template, is_template=True)) == [
        Words(singular="Topics"),
        Words(singular="Search"),
        Words(singular="Pages"),
        Words(context="month", singular="May"),
        Words(singular="By %(name)s, at 50 %%"),
        Words(singular="%(n)s study", plural="%(n)s studies"),
        Words(singular="Chapter", comment="Translators: of a book"),
    ]
    assert list(words_in(python, is_template=False)) == [
        Words(singular="One two"),
        Words(singular="%(n)s day", plural="%(n)s days"),
        Words(context="verb", singular="export"),
    ]


def test_a_translation_is_kept_a_dead_one_goes_and_a_changed_plural_waits() -> None:
    before = read_catalogue()
    before.add("Never said by us", string="Jamais dit par nous")
    plural = next(message for message in before if not isinstance(message.id, str))
    one = plural.id[0]
    plural.id = (one, "quite other words")
    after = brought_up_to_date(before)
    assert after.get("Never said by us") is None
    assert [singular(message) for message in waiting(after)] == [one]
    assert forms(after.get("Topics") or Message("")) == ("Sujets",)
    assert read(as_po(after)).get("Topics") == after.get("Topics")


@pytest.mark.parametrize(
    "wrong",
    ["C'est ici", 'Dit "oui"', "Sujets: deux", "Pourquoi ?", "« oui »", "«\u00a0oui»", "Suite...", "50 %"],
)
def test_the_rules_of_print_are_held(wrong: str) -> None:
    assert faults(wrong)


@pytest.mark.parametrize(
    "right",
    ["C’est ici", "«\u00a0Oui\u202f!\u00a0»", "À 10:30", "https://doi.org/", "Quoi\u202f?!", "50\u00a0%"],
)
def test_what_is_right_passes(right: str) -> None:
    assert faults(right) == []
