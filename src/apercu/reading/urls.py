"""The public addresses; what they look like is a promise (docs/features/reading.md)."""

from django.urls import path, re_path

from apercu.reading.views import digests, home, summaries, terms

app_name = "reading"

_YEAR = r"(?P<number>[1-9][0-9]{3})"


urlpatterns = [
    path("", home.home, name="home"),
    path("digests/", digests.archive, name="archive"),
    re_path(rf"^digests/{_YEAR}/$", digests.year, name="year"),
    re_path(rf"^digests/{_YEAR}/(?P<month>0[1-9]|1[0-2]|[1-9])/$", digests.month, name="month"),
    path("summaries/", summaries.browse, name="browse"),
    path("summaries/<slug:slug>/", summaries.summary, name="summary"),
    path("topics/", terms.topics, name="topics"),
    path("topics/<slug:slug>/", terms.topic, name="topic"),
    path("types/", terms.types, name="types"),
    path("types/<slug:slug>/", terms.research_type, name="type"),
]
