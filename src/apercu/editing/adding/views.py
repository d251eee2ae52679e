"""The screen: paste, look, choose. A GET changes nothing and asks nobody; `saving` does the rest."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from apercu.citations.identifiers import normalise_doi, normalise_pmid
from apercu.citations.identifying import Identifiers
from apercu.citations.recognising import Kind, Pasted, Work, recognise
from apercu.citations.reference import Reference
from apercu.content import adding
from apercu.content.models import Article
from apercu.editing.adding import limits, looking, seeing
from apercu.editing.adding.around import around
from apercu.editing.adding.forms import PasteForm, ValuesForm
from apercu.editing.adding.proposing import Proposal, from_paste, notices_in, with_paste
from apercu.editing.adding.screen import AddingView

UNREADABLE = gettext_lazy(
    "Nothing in this looks like an article: no DOI, no number of PubMed’s, no address, no reference. "
    "A DOI begins with 10. and stands on the article’s first page."
)
TOO_LONG = gettext_lazy("That is too long to be one article. Long lists go through the import.")


class Paste(AddingView):
    """One field to paste into, and what comes of it."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        return self.show("paste", form=PasteForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PasteForm(request.POST)
        if not form.is_valid():
            return self.show("paste", form=form)
        pasted = recognise(form.cleaned_data["paste"])
        if not pasted.works:
            form.add_error("paste", TOO_LONG if pasted.kind == Kind.TOO_LONG else UNREADABLE)
            return self.show("paste", form=form, losses=seeing.loss_lines(pasted.losses))
        if len(pasted.works) > 1:
            return self.show("several", works=_lines(pasted), losses=seeing.loss_lines(pasted.losses))
        return self._one(pasted, pasted.works[0])

    def _one(self, pasted: Pasted, work: Work) -> HttpResponse:
        """One work: known already, looked up, or as the paste has it."""
        confirmed = _confirmed(self.request.POST.get("confirmed", ""))
        identifiers = confirmed or work.identifiers
        if identifiers and "again" not in self.request.POST:
            known = adding.find_article(Reference(doi=identifiers.doi, pmid=identifiers.pmid))
            if known:
                return self._known(known, work)
        looked = self._look(identifiers) if identifiers else looking.Looked(proposal=None)
        proposal = self._proposal(looked, work, identifiers)
        sought = looking.Sought()
        if not confirmed and work.reference and _is_unsettled(looked, proposal):
            sought = self._find(work.reference)
        above = around(
            pasted=pasted,
            work=work,
            looked=looked,
            sought=sought,
            proposal=proposal,
            user=self.request.user,
        )
        return self.show(
            "values",
            form=ValuesForm(proposal=proposal),
            citation=seeing.cited(proposal.reference()),
            paste=work.text,
            around=above,
        )

    def _known(self, article: Article, work: Work) -> HttpResponse:
        """What is here of it, with the notices known when it was last looked up."""
        return self.show(
            "known",
            here=seeing.here(article, user=self.request.user),
            notices=seeing.notices(notices_in(article.csl)),
            begin_address=seeing.begin_summary(article),
            paste=work.text,
        )

    def _look(self, identifiers: Identifiers) -> looking.Looked:
        at = timezone.now()  # noqa: TID251 a view
        try:
            limits.admit(user=self.request.user, at=at)
        except limits.TooManyLookUps as refusal:
            return looking.Looked(proposal=None, failed=(("", _wait(refusal)),))
        return looking.look(identifiers, at=at)

    def _find(self, reference: Reference) -> looking.Sought:
        if not reference.title:
            return looking.Sought()
        at = timezone.now()  # noqa: TID251 a view
        try:
            limits.admit(user=self.request.user, at=at)
        except limits.TooManyLookUps as refusal:
            return looking.Sought(failed=(("", _wait(refusal)),))
        return looking.look_for(reference, at=at)

    def _proposal(self, looked: looking.Looked, work: Work, identifiers: Identifiers) -> Proposal:
        """What was found with the paste's own words, or those alone, or nothing but the identifiers."""
        if looked.proposal:
            return with_paste(looked.proposal, work.reference)
        base = work.reference or Reference()
        own = {"doi": base.doi or identifiers.doi, "pmid": base.pmid or identifiers.pmid}
        return from_paste(Reference(**{**vars(base), **own}))


def _is_unsettled(looked: looking.Looked, proposal: Proposal) -> bool:
    """Whether the paste's own words may lead further: no number to go by, one nobody knows, another's."""
    is_unknown = all(code == "not-found" for _source, code in looked.failed)
    return (looked.proposal is None and is_unknown) or bool(proposal.differing_title)


def _lines(pasted: Pasted) -> list[dict[str, Any]]:
    """Several works, each with its text to go on with."""
    return [
        {
            "text": work.text,
            "citation": (seeing.cited(work.reference) if work.reference else "") or work.text,
        }
        for work in pasted.works
    ]


def _confirmed(text: str) -> Identifiers | None:
    """The identifier of the candidate a person chose."""
    kind, _colon, value = text.partition(":")
    found = Identifiers(
        doi=normalise_doi(value) if kind == "doi" else "",
        pmid=normalise_pmid(value) if kind == "pmid" else "",
    )
    return found or None


def _wait(refusal: limits.TooManyLookUps) -> str:
    minutes = max(1, round(refusal.wait.total_seconds() / 60))
    sentence = ngettext(
        "You have looked up very many articles. Wait %(count)s minute to look up another, or go on by hand.",
        "You have looked up very many articles. Wait %(count)s minutes to look up another, or go on by hand.",
        minutes,
    )
    return sentence % {"count": minutes}
