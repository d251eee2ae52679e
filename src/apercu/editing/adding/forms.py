"""The screen's two forms: a field to paste into, and an article's values to choose from and mend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput

from apercu.citations.identifiers import normalise_doi, normalise_pmid, web_address
from apercu.citations.recognising import LONGEST_PASTE
from apercu.citations.reference import Reference, UnreadableReference
from apercu.editing.adding.columns import COLUMNS, KINDS, LABELS, NoDate, reference_of, text_of, value_of
from apercu.editing.adding.proposing import Proposal
from apercu.editing.adding.sentences import name_of_source, said_by

OWN = "own"  # the choice "something else"
BY_HAND = "by hand"  # in an article's provenance: a person typed it
HOW_TO_TYPE = {
    "authors": _("One a line: “Nguyen, Ana B.” for a person, a name without a comma for a group."),
    "issued": _("A year (2021), a month (2021-06) or a day (2021-06-15)."),
}
_LONGEST = {"container_title": 500, "publisher": 300, "volume": 40, "issue": 40, "pages": 60, "url": 1000}


class PasteForm(forms.Form):
    """Whatever somebody has of an article."""

    paste = forms.CharField(
        label=_("What you have of the article"),
        max_length=LONGEST_PASTE,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True, "spellcheck": "false"}),
        help_text=_(
            "A DOI, a PubMed number, the address of the article’s page, a reference as it is printed, or the "
            "text of a RIS, BibTeX, NBIB or CSL-JSON file."
        ),
        error_messages={
            "required": _("Paste something first: a DOI is enough."),
            "max_length": _("That is too long to be one article. Long lists go through the import."),
        },
    )


class ValuesForm(forms.Form):
    """The values of an article to be saved: where sources disagree a choice, elsewhere a field to mend."""

    proposal = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *, proposal: Proposal, data: Mapping[str, Any] | None = None) -> None:
        initial = {"proposal": proposal.signed()} if data is None else {}
        super().__init__(data, initial=initial)
        self.given = proposal
        for column in COLUMNS:
            if column in proposal.conflicts:
                self.fields[f"{column}_choice"] = self._choice(column)
            self.fields[column] = self._field(column)
        self.fields["authors_cut"] = forms.BooleanField(
            label=_("More authors exist"),
            required=False,
            initial=proposal.authors_cut,
            help_text=_("Tick this where the list of authors ends in “et al.”."),
        )

    def chosen(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each conflict its choice, and the field for something else."""
        return [(self[f"{column}_choice"], self[column]) for column in self.given.conflicts]

    def plain(self) -> list[forms.BoundField]:
        """The fields about which nobody disagrees."""
        names = [column for column in COLUMNS if column not in self.given.conflicts]
        if "authors" in names:
            names.insert(names.index("authors") + 1, "authors_cut")
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._values: dict[str, Any] = {}
        self._origins: dict[str, str] = {}
        for column in COLUMNS:
            if column not in self.errors and f"{column}_choice" not in self.errors:
                self._take(column, cleaned)
        if not self.errors and not self._values.get("title"):
            self.add_error("title", _("An article needs a title."))
        if not self.errors:
            try:
                self.reference = self._reference()
            except UnreadableReference as error:
                self.add_error(None, str(error))
        return cleaned

    def provenance(self) -> dict[str, str]:
        """Where each value that is saved came from."""
        return {column: origin for column, origin in self._origins.items() if self._values.get(column)}

    def _reference(self) -> Reference:
        cut = bool(self.cleaned_data.get("authors_cut"))
        return reference_of(self.given.record, self._values, authors_cut=cut)

    def _take(self, column: str, cleaned: Mapping[str, Any]) -> None:
        """The value of a column: the option chosen, what was typed, or what was proposed and left so."""
        options = self.given.options.get(column, ())
        typed = str(cleaned.get(column) or "")
        choice = cleaned.get(f"{column}_choice", "")
        if choice and not typed and choice != OWN:
            option = options[int(choice)]
            self._values[column], self._origins[column] = option.value, self.given.origin(option.sources)
            return
        if choice == OWN and not typed:
            self.add_error(column, _("Write what it should be, or choose one of the values above."))
            return
        proposed = self.given.proposed(column)
        if not choice and typed.split() == text_of(column, proposed).split():
            self._values[column] = proposed
            self._origins[column] = self.given.origin(options[0].sources if options else ())
            return
        try:
            self._values[column] = value_of(column, typed, known=proposed if column == "authors" else ())
        except NoDate:
            self.add_error(column, _("Write a year (2021), a month (2021-06) or a day (2021-06-15)."))
            return
        self._origins[column] = BY_HAND

    def _choice(self, column: str) -> forms.ChoiceField:
        choices = [
            (
                str(number),
                gettext("%(value)s — %(sources)s")
                % {
                    "value": _shown(column, option.value),
                    "sources": ", ".join(str(name_of_source(source)) for source in option.sources),
                },
            )
            for number, option in enumerate(self.given.options[column])
        ]
        return forms.ChoiceField(
            label=LABELS[column],
            choices=[*choices, (OWN, _("Something else, written below"))],
            initial="0",
            widget=forms.RadioSelect,
        )

    def _field(self, column: str) -> forms.Field:
        is_choice = column in self.given.conflicts
        given: dict[str, Any] = {
            "label": gettext("%(column)s: something else") % {"column": LABELS[column]}
            if is_choice
            else LABELS[column],
            "required": False,
            "initial": "" if is_choice else text_of(column, self.given.proposed(column)),
            "help_text": self._help(column),
        }
        if column == "type":
            present = str(self.given.proposed(column))
            return forms.ChoiceField(choices=[*([("", "—")] if is_choice else []), *_kinds(present)], **given)
        if column in {"authors", "title"}:
            widget = (
                forms.Textarea(
                    attrs={"rows": 2 if is_choice else min(8, 2 + len(self.given.proposed(column)))}
                )
                if column == "authors"
                else AdminAutoHeightTextInput(attrs={"rows": 1})
            )
            return forms.CharField(widget=widget, **given)
        return forms.CharField(max_length=_LONGEST.get(column), **given)

    def _help(self, column: str) -> str:
        """Who gives the value, and how it is typed where that does not go without saying."""
        options = self.given.options.get(column, ())
        is_told = bool(options) and column not in self.given.conflicts
        said = said_by(options[0].sources, self.given.asked) if is_told else ""
        return " ".join(
            part for part in (f"{said}." if said else "", str(HOW_TO_TYPE.get(column, ""))) if part
        )

    def clean_doi(self) -> str:
        text = str(self.cleaned_data["doi"])
        if text and not normalise_doi(text):
            raise forms.ValidationError(_("That is not a DOI. One begins with 10. and has a slash in it."))
        return normalise_doi(text)

    def clean_pmid(self) -> str:
        text = str(self.cleaned_data["pmid"])
        if text and not normalise_pmid(text):
            raise forms.ValidationError(_("A PubMed number has digits alone."))
        return normalise_pmid(text)

    def clean_url(self) -> str:
        text = str(self.cleaned_data["url"]).strip()
        if text and not web_address(text):
            raise forms.ValidationError(_("An address begins with https:// or http://."))
        return text

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())


def _shown(column: str, value: Any) -> str:
    """A value on one line, as one of several to choose from."""
    if column == "type":
        return str(KINDS.get(value, value))
    return "; ".join(text_of(column, value).splitlines())


def _kinds(present: str) -> list[tuple[str, Any]]:
    """The kinds to choose from, with the present one among them whatever it is."""
    kinds = list(KINDS.items())
    return kinds if not present or present in KINDS else [*kinds, (present, present)]
