"""The public addresses; what they look like is a promise (docs/features/reading.md)."""

from django.urls import path, re_path

from apercu.reading.views import (
    changes,
    digests,
    feeds,
    home,
    mails,
    preferences,
    reports,
    subscribing,
    summaries,
    terms,
)

app_name = "reading"

_YEAR = r"(?P<number>[1-9][0-9]{3})"
_FORM = r"(?P<form>atom|json)"
_SLUG = r"(?P<slug>[-\w]+)"


urlpatterns = [
    path("", home.home, name="home"),
    path("digests/", digests.archive, name="archive"),
    re_path(rf"^digests/{_YEAR}/$", digests.year, name="year"),
    re_path(rf"^digests/{_YEAR}/(?P<month>0[1-9]|1[0-2]|[1-9])/$", digests.month, name="month"),
    path("mail/<slug:name>/", mails.mail, name="mail"),
    path("summaries/", summaries.browse, name="browse"),
    path("summaries/<slug:slug>/", summaries.summary, name="summary"),
    path("summaries/<slug:slug>/report/", reports.report, name="report"),
    path("summaries/<slug:slug>/report/thanks/", reports.thanks, name="report_thanks"),
    path("subscribe/", subscribing.subscribe, name="subscribe"),
    path("subscribe/sent/", subscribing.sent, name="subscribe_sent"),
    path("subscribe/forgotten/", subscribing.forgotten, name="forgotten"),
    path("subscribe/confirm/<str:token>/", subscribing.confirm, name="confirm"),
    path("u/<str:token>/", preferences.preferences, name="preferences"),
    path(
        "u/<str:token>", preferences.preferences, name="preferences"
    ),  # a redirect would lose a provider's POST
    path("u/<str:token>/choices/", preferences.choices, name="choices"),
    path("u/<str:token>/saved/", preferences.saved, name="choices_saved"),
    path("u/<str:token>/subscribed/", preferences.subscribed, name="subscribed"),
    path("u/<str:token>/leave/", preferences.leave, name="leave"),
    path("u/<str:token>/return/", preferences.come_back, name="come_back"),
    path("u/<str:token>/data/", preferences.data, name="own_data"),
    path("u/<str:token>/erase/", preferences.erase, name="erase"),
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
