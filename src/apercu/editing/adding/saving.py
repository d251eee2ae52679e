"""Saving what was chosen on the screen."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin import messages

from apercu.citations.reference import Reference
from apercu.content import adding
from apercu.content.models import Article
from apercu.editing.adding import seeing
from apercu.editing.adding.around import around_again
from apercu.editing.adding.columns import LABELS
from apercu.editing.adding.forms import ValuesForm
from apercu.editing.adding.proposing import Proposal, Stale
from apercu.editing.adding.screen import AddingView


class Save(AddingView):
    """Saves what was chosen: as an article, and if asked for with a summary about it begun."""

    def get(self, _request: HttpRequest) -> HttpResponse:
        return redirect("adding:index")

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            proposal = Proposal.from_signed(request.POST.get("proposal", ""))
        except Stale:
            messages.error(
                request, gettext("This form was open too long to be saved. Paste the article once more.")
            )
            return redirect("adding:index")
        form = ValuesForm(proposal=proposal, data=request.POST)
        if not form.is_valid():
            return self._again(form, proposal.reference())
        if "complete" in request.POST:
            return self._complete(form)
        added = adding.add_article(
            reference=form.reference,
            provenance=form.provenance(),
            even_if_alike="anyway" in request.POST,
            by=request.user,
        )
        identified = adding.find_article(form.reference, by_title=False)
        if added.was_here and identified is None and "begin" not in request.POST:
            return self._again(form, form.reference, here=added.article)
        self._say(added)
        return self._onwards(added.article, was_here=added.was_here)

    def _complete(self, form: ValuesForm) -> HttpResponse:
        """Fill what the article that is here leaves empty."""
        article = adding.find_article(form.reference)
        if article is None or not self.request.user.has_perm("content.change_article"):
            return self._again(form, form.reference)
        filled = adding.complete_article(
            article=article, reference=form.reference, provenance=form.provenance(), by=self.request.user
        )
        names = ", ".join(str(LABELS[column]) for column in filled)
        said = (
            gettext("Filled in: %(names)s.") % {"names": names} if filled else gettext("Nothing was missing.")
        )
        messages.success(self.request, said)
        return redirect(seeing.edit_article(article))

    def _again(self, form: ValuesForm, reference: Reference, here: Article | None = None) -> HttpResponse:
        """The values once more, with what stands in the way."""
        around = around_again(proposal=form.given, reference=reference, here=here, user=self.request.user)
        return self.show("values", form=form, citation=seeing.cited(reference), paste="", around=around)

    def _say(self, added: adding.Added) -> None:
        title = added.article.title
        edit = messages.button(seeing.edit_article(added.article), gettext("Open it"))
        if added.was_here:
            said = gettext("“%(title)s” is here already, so nothing was added twice.") % {"title": title}
            messages.warning(self.request, said, buttons=[edit])
            return
        said = gettext("“%(title)s” is in the archive now.") % {"title": title}
        messages.success(self.request, said, buttons=[edit, *self._begin_button(added.article)])

    def _begin_button(self, article: Article) -> list[Any]:
        if not self.request.user.has_perm("content.add_summary") or "begin" in self.request.POST:
            return []
        return [messages.button(seeing.begin_summary(article), gettext("Begin a summary about it"))]

    def _onwards(self, article: Article, *, was_here: bool) -> HttpResponse:
        if "begin" in self.request.POST and self.request.user.has_perm("content.add_summary"):
            return redirect(seeing.begin_summary(article))
        return redirect(seeing.edit_article(article)) if was_here else redirect("adding:index")
