"""Adding from inside a summary: the article chooser's second tab takes a DOI or a reference.

What is certain is added and chosen at once: an article that is here, or one a look-up tells whole and without
contradiction. All else goes to the screen, where a person can see and decide.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetCreateView

from apercu.citations.recognising import LONGEST_PASTE, recognise
from apercu.citations.reference import Reference
from apercu.content import adding
from apercu.content.models import Article
from apercu.editing.adding import limits, looking
from apercu.editing.adding.proposing import Proposal


class QuickForm(forms.Form):
    """A DOI, a number of PubMed's or an address: what can be looked up without a question back."""

    quick_paste = forms.CharField(
        label=_("DOI, PubMed number or address"),
        max_length=LONGEST_PASTE,
        help_text=_("The article is looked up, added to the archive and chosen."),
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        kwargs.pop("instance", None)
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_quick_paste(self) -> str:
        text = str(self.cleaned_data["quick_paste"])
        pasted = recognise(text)
        if len(pasted.works) != 1 or not (identifiers := pasted.works[0].identifiers):
            raise self._elsewhere(gettext("There is no DOI and no number in this to look up."))
        self.known = adding.find_article(Reference(doi=identifiers.doi, pmid=identifiers.pmid))
        if self.known is None:
            at = timezone.now()  # noqa: TID251 a view's form
            try:
                limits.admit(user=self.user, at=at)
            except limits.TooManyLookUps as refusal:
                raise self._elsewhere(gettext("You have looked up very many articles.")) from refusal
            self._check(looking.look(identifiers, at=at).proposal)
        return text

    def save(self) -> Article:
        """The article, added if it was not here."""
        if self.known is not None:
            return self.known
        return adding.add_article(
            reference=self.reference, provenance=self.proposal.provenance(), by=self.user
        ).article

    def _check(self, proposal: Proposal | None) -> None:
        """Take what is whole and undisputed; send the rest to the screen."""
        if proposal is None:
            raise self._elsewhere(gettext("Nobody who was asked knows this article."))
        if proposal.conflicts:
            raise self._elsewhere(gettext("The sources disagree about this article."))
        if proposal.notices:
            raise self._elsewhere(gettext("There are notices about this article."))
        self.reference = proposal.reference()
        self.proposal = proposal
        if adding.find_article(self.reference) or adding.articles_alike(self.reference):
            raise self._elsewhere(gettext("An article with this title is here already."))

    def _elsewhere(self, why: str) -> forms.ValidationError:
        return forms.ValidationError(
            format_html(
                '{} <a href="{}" target="_blank">{}</a>',
                why,
                reverse("adding:index"),
                gettext("Add it on its own screen, then choose it here."),
            )
        )


class AddAndChoose(SnippetCreateView):
    """Adds the article of the second tab, and chooses it."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "user": self.request.user}


class ArticleChooser(SnippetChooserViewSet):
    """Articles to choose from, and a tab that adds one."""

    creation_form_class = QuickForm
    create_view_class = AddAndChoose
    creation_tab_label = _("Add by DOI")
    create_action_label = _("Add and choose")
    create_action_clicked_label = _("Looking it up…")
