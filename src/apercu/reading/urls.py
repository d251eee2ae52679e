"""The public addresses; what they look like is a promise (docs/features/reading.md)."""

from django.urls import path, re_path

from apercu.reading.views import changes, digests, feeds, home, reports, summaries, terms

app_name = "reading"

_YEAR = r"(?P<number>[1-9][0-9]{3})"
_FORM = r"(?P<form>atom|json)"
_SLUG = r"(?P<slug>[-\w]+)"


urlpatterns = [
    path("", home.home, name="home"),
    path("digests/", digests.archive, name="archive"),
    re_path(rf"^digests/{_YEAR}/$", digests.year, name="year"),
    re_path(rf"^digests/{_YEAR}/(?P<month>0[1-9]|1[0-2]|[1-9])/$", digests.month, name="month"),
    path("summaries/", summaries.browse, name="browse"),
    path("summaries/<slug:slug>/", summaries.summary, name="summary"),
    path("summaries/<slug:slug>/report/", reports.report, name="report"),
    path("summaries/<slug:slug>/report/thanks/", reports.thanks, name="report_thanks"),
    path("topics/", terms.topics, name="topics"),
    path("topics/<slug:slug>/", terms.topic, name="topic"),
    path("types/", terms.types, name="types"),
    path("types/<slug:slug>/", terms.research_type, name="type"),
    re_path(rf"^feeds/summaries\.{_FORM}$", feeds.summaries, name="summaries_feed"),
    re_path(rf"^feeds/digests\.{_FORM}$", feeds.digests, name="digests_feed"),
    re_path(rf"^summaries/feed\.{_FORM}$", feeds.browse, name="browse_feed"),
    re_path(rf"^topics/{_SLUG}/feed\.{_FORM}$", feeds.topic, name="topic_feed"),
    re_path(rf"^types/{_SLUG}/feed\.{_FORM}$", feeds.research_type, name="type_feed"),
    path("changes.atom", changes.changes, name="changes_feed"),
]
