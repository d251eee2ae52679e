"""A new summary begun about an article: the form opens with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from apercu.content.models import Article, Summary, SummaryArticle


class AboutAnArticle:
    """For a form of new summaries: `?article=12` puts that article in it. Nothing is stored yet."""

    request: HttpRequest

    def get_initial_form_instance(self) -> Any:
        summary = super().get_initial_form_instance()  # type: ignore[misc]
        article = _asked(self.request)
        if article is None:
            return summary
        summary = summary or Summary()
        summary.summary_articles = [SummaryArticle(article=article, sort_order=0)]
        return summary


def _asked(request: HttpRequest) -> Article | None:
    asked = request.GET.get("article", "") if request.method == "GET" else ""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        return None
    return Article.objects.filter(pk=int(asked)).first()
